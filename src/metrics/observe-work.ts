import { Histogram, type Registry } from 'prom-client';

/** Takes how long each training and drawing ran, without its time in the queue. */
export function observeWork(registry: Registry): (kind: 'train' | 'draw', seconds: number) => void {
  const work = new Histogram({
    name: 'theta_work_seconds',
    help: 'How long trainings and drawings ran, without waiting for a worker, by kind: train, draw',
    labelNames: ['kind'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  return (kind, seconds) => work.observe({ kind }, seconds);
}
