import type { Board, Predictions } from './chart.ts';
import { createDataPanel } from './data-panel.ts';
import { createLossPanel } from './loss-panel.ts';
import { palettes } from './palette.ts';
import type { Panel } from './panel.ts';
import { createPathPanel } from './path-panel.ts';
import { createPredictionsPanel } from './predictions-panel.ts';

const BOARD_PANEL = { width: 396, height: 577 };
const PREDICTIONS_PANEL = { width: 800, height: 500 };

/** A chart's panels, from left to right. */
export function createPanels(chart: Board | Predictions): Panel[] {
  const palette = palettes[chart.theme];
  switch (chart.kind) {
    case 'board':
      return [createDataPanel, createLossPanel, createPathPanel].map((create) => ({
        ...create(chart, palette),
        ...BOARD_PANEL,
      }));
    case 'predictions':
      return [{ ...createPredictionsPanel(chart, palette), ...PREDICTIONS_PANEL }];
    default:
      return chart satisfies never;
  }
}
