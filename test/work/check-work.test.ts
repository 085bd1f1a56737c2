import { expect, it } from 'vitest';
import { checkWork } from '../../src/work/check-work.ts';
import { collect } from '../checkup/collect.ts';

it('trains on the wanted backend, and says why the native one is not used', async () => {
  expect(await collect(checkWork('cpu', 'en'))).toEqual(['✔ TensorFlow.js trains on the backend cpu.']);
  const [auto] = await collect(checkWork('auto', 'en'));
  expect(auto).toMatch(
    /^✔ TensorFlow\.js trains on the backend (tensorflow\.$|wasm\. The native one is not needed: .*tensorflow)/,
  );
});

it('tells when the wanted backend does not work', async () => {
  // Where the native backend is installed it works, else it is the one that does not.
  const [auto] = await collect(checkWork('auto', 'en'));
  const [native] = await collect(checkWork('native', 'zh'));
  if (auto!.includes('tensorflow.')) expect(native).toBe('✔ TensorFlow.js 用 tensorflow 后端训练。');
  else expect(native).toMatch(/^✘ TensorFlow\.js 无法训练：TF_BACKEND=native: .*请重新运行 npm ci/);
});
