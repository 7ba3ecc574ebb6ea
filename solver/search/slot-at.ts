/** Index of the slot, within its sink, of a load unloaded at a moment. */
export function slotAt(slotCutoffSeconds: Int32Array, first: number, unloaded: number): number {
  let slot = first;
  while (slotCutoffSeconds[slot] < unloaded) slot++;
  return slot - first;
}
