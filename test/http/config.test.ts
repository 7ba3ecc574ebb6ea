import { expect } from 'chai';
import { delimiter, resolve } from 'node:path';
import { ConfigError, readConfig } from '../../src/config.js';

const faultsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
};

describe('settings', () => {
  it('have a default each, and listen on loopback', () => {
    expect(readConfig({})).to.deep.include({ host: '127.0.0.1', port: 8080, bodyBytes: 64 * 1024 * 1024 });
    expect(readConfig({ PORT: '' }).port).to.equal(8080);
  });

  it('tell every fault at once, each by its name', () => {
    const faults = faultsOf({
      PORT: '70000',
      PLAN_WORKERS: 'two',
      LOG_LEVEL: 'loud',
      PACKHORSE_NETWORKS: 'a=x,a=y,b',
      DATABASE_URL: 'postgres://x',
    });
    const names = ['PORT', 'PLAN_WORKERS', 'LOG_LEVEL', 'PACKHORSE_NETWORKS', 'DATABASE_URL'];
    for (const name of names)
      expect(
        faults.some((fault) => fault.startsWith(`${name}: `)),
        name,
      ).to.equal(true);
    expect(faults).to.have.length(6);
  });

  it('name networks with or without elevation', () => {
    const { networks } = readConfig({ PACKHORSE_NETWORKS: '渭南=a.osm.pbf;dem, b = c.pbf' });
    expect([...networks]).to.deep.equal([
      ['渭南', { extract: resolve('a.osm.pbf'), elevation: resolve('dem') }],
      ['b', { extract: resolve('c.pbf') }],
    ]);
  });

  it('name GraphHopper servers, with our profiles for theirs', () => {
    const { networks } = readConfig({
      PACKHORSE_NETWORKS:
        'a=graphhopper:http://localhost:8989, b = GraphHopper:https://x.org/api/1;van=car;heavy=truck',
    });
    expect([...networks]).to.deep.equal([
      ['a', { graphhopper: 'http://localhost:8989' }],
      ['b', { graphhopper: 'https://x.org/api/1', profileNames: { van: 'car', heavy: 'truck' } }],
    ]);
  });

  it('refuse an address with a key in it, and do not show it', () => {
    for (const address of ['http://x.org?key=s3cret', 'http://me:s3cret@x.org', 'ftp://x.org/s3cret']) {
      const faults = faultsOf({ PACKHORSE_NETWORKS: `a=graphhopper:${address}` });
      expect(faults).to.have.length(1);
      expect(faults[0])
        .to.match(/the network "a" has/)
        .and.not.include('s3cret');
    }
    expect(faultsOf({ PACKHORSE_NETWORKS: 'a=graphhopper:http://x.org;van' })[0]).to.include('OURS=ITS');
  });

  it('give profiles to networks of files, not to servers', () => {
    const { networks } = readConfig({
      PACKHORSE_NETWORKS: 'a=a.pbf, b=graphhopper:http://localhost:8989',
      PACKHORSE_PROFILES: 'mine.json',
    });
    expect([...networks.values()]).to.deep.equal([
      { extract: resolve('a.pbf'), profiles: resolve('mine.json') },
      { graphhopper: 'http://localhost:8989' },
    ]);
  });

  it('list folders of days', () => {
    const { dayFolders } = readConfig({ PACKHORSE_DAYS: ['a', 'b'].join(delimiter) });
    expect(dayFolders).to.deep.equal([resolve('a'), resolve('b')]);
  });
});
