/** A Redis Cluster shares out this many slots to its masters. */
export const slotsOfCluster = 16_384;

/** The slot of all keys with this hash tag: CRC16 (XMODEM), as the specification of Redis Cluster says. */
export function slotOf(tag: string): number {
  let crc = 0;
  for (const byte of Buffer.from(tag)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
    crc &= 0xffff;
  }
  return crc % slotsOfCluster;
}
