const DISCORD_EPOCH = 1_420_070_400_000n;
let sequence = 0n;

/** A new id, as Discord makes them: time and a counter. */
export function snowflake(now = Date.now()): string {
  sequence = (sequence + 1n) & 0xfffn;
  return String(((BigInt(now) - DISCORD_EPOCH) << 22n) | sequence);
}
