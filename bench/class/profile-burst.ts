export async function profileBurst(_n: number): Promise<string[]> {
  return [];
}
