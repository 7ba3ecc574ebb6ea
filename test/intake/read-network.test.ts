import { expect } from 'chai';
import { readNetwork } from '../../src/intake/read-network.js';
import { smallDay, smallNetwork } from './small-day.js';

describe('a network: a day without its orders', () => {
  it('is read with its defaults', () => {
    const reading = readNetwork(JSON.stringify(smallNetwork()));
    if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
    expect(reading.network.sites).to.have.lengthOf(3);
    expect(reading.network.process.stopMinutes).to.equal(4);
    expect(reading.faultyPlaces.size).to.equal(0);
  });

  it('has no orders of its own', () => {
    const reading = readNetwork(smallDay());
    expect(reading.ok).to.equal(false);
    expect(reading.faults[0]).to.include({ path: 'orders', code: 'unknown-key' });
  });

  it('tells which sites and outlets it set aside, and why', () => {
    const network = smallNetwork();
    network.sites[1]!['lat'] = 'x';
    network.outlets[1]!['hours'] = 'always';
    const reading = readNetwork(network);
    if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
    expect([...reading.faultyPlaces.keys()]).to.have.members(['farm-2', 'south']);
    expect(reading.faultyPlaces.get('farm-2')!.reason).to.include('sites[1].lat');
    expect(readNetwork(network, { strict: true }).ok).to.equal(false);
  });

  it('is converted to WGS-84', () => {
    const reading = readNetwork({ ...smallNetwork(), crs: 'BD-09' });
    if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
    expect(reading.network.crs).to.equal('WGS-84');
    expect(reading.network.hub.lat).to.not.equal(34.5);
  });
});
