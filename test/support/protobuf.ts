/** The fields of a protobuf message, by number: https://protobuf.dev/programming-guides/encoding/. Enough to read what a test gets. */
export type Message = Map<number, (Buffer | bigint)[]>;

export function decode(bytes: Buffer): Message {
  const message: Message = new Map();
  let at = 0;

  function varint(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  function take(length: number): Buffer {
    const taken = bytes.subarray(at, at + length);
    if (taken.length < length) throw new Error('a protobuf message is cut off');
    at += length;
    return taken;
  }

  function valueOf(wireType: number): Buffer | bigint {
    if (wireType === 0) return varint();
    if (wireType === 1) return take(8).readBigUInt64LE();
    if (wireType === 2) return take(Number(varint()));
    if (wireType === 5) return BigInt(take(4).readUInt32LE());
    throw new Error(`there is no wire type ${wireType}`);
  }

  while (at < bytes.length) {
    const tag = Number(varint());
    const values = message.get(tag >> 3) ?? [];
    values.push(valueOf(tag & 7));
    message.set(tag >> 3, values);
  }
  return message;
}

export const messagesOf = (message: Message | undefined, field: number): Message[] =>
  (message?.get(field) ?? []).map((bytes) => decode(bytes as Buffer));

export const bytesOf = (message: Message | undefined, field: number): Buffer =>
  (message?.get(field)?.[0] as Buffer | undefined) ?? Buffer.alloc(0);

export const numberOf = (message: Message | undefined, field: number): number =>
  Number(message?.get(field)?.[0] ?? 0);

export const textOf = (message: Message | undefined, field: number): string =>
  bytesOf(message, field).toString();
