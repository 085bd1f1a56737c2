import type { Trouble } from '../checkup/finding.ts';
import type { Localized } from '../locales/locale.ts';

interface CheckWords {
  /** `passedOver`: why the native backend is not used, if that was asked. */
  readonly backend: (name: string, passedOver: string | undefined) => string;
  readonly noBackend: (reason: string) => Trouble;
}

/** What a check-up of training says. */
export const checkWords: Localized<CheckWords> = {
  en: {
    backend: (name, passedOver) =>
      `TensorFlow.js trains on the backend ${name}.${passedOver ? ` The native one is not needed: ${passedOver}.` : ''}`,
    noBackend: (reason) => ({
      says: `TensorFlow.js does not train: ${reason}.`,
      mend: 'Run npm ci again, or set TF_BACKEND to auto, wasm or cpu.',
    }),
  },
  zh: {
    backend: (name, passedOver) =>
      `TensorFlow.js 用 ${name} 后端训练。${passedOver ? `原生后端没有用上，也不是必需的：${passedOver}。` : ''}`,
    noBackend: (reason) => ({
      says: `TensorFlow.js 无法训练：${reason}。`,
      mend: '请重新运行 npm ci，或把 TF_BACKEND 设成 auto、wasm 或 cpu。',
    }),
  },
};
