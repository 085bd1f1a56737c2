import { parser } from '@prometheus-io/lezer-promql';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** A choice of series: `theta_jobs{state="waiting"}`, and whether it is read as a rate over time. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly { readonly label: string; readonly operator: string; readonly value: string }[];
  readonly rated: boolean;
}

export interface Query {
  readonly selectors: readonly Selector[];
  /** Every label named in `by (…)` or `on (…)`. */
  readonly grouping: readonly string[];
}

/**
 * Reads PromQL by Prometheus's own grammar.
 * @throws Error where Prometheus would find a syntax error
 */
export function readPromql(text: string): Query {
  const tree = parser.parse(text);
  const selectors: Selector[] = [];
  const grouping: string[] = [];
  const textOf = (node: SyntaxNode) => text.slice(node.from, node.to);
  tree.iterate({
    enter({ node }) {
      if (node.type.isError) throw new Error(`no PromQL at ${node.from}: ${text}`);
      if (node.name === 'GroupingLabels') grouping.push(...node.getChildren('LabelName').map(textOf));
      if (node.name !== 'VectorSelector') return;
      const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
      selectors.push({
        metric: textOf(node.getChild('Identifier') as SyntaxNode),
        matchers: matchers.map((matcher) => ({
          label: textOf(matcher.getChild('LabelName') as SyntaxNode),
          operator: textOf(matcher.getChild('MatchOp') as SyntaxNode),
          value: JSON.parse(textOf(matcher.getChild('StringLiteral') as SyntaxNode)),
        })),
        rated: isRated(node, textOf),
      });
    },
  });
  return { selectors, grouping };
}

function isRated(selector: SyntaxNode, textOf: (node: SyntaxNode) => string): boolean {
  const range = selector.parent;
  const call = range?.parent?.parent;
  const called = call?.getChild('FunctionIdentifier');
  return range?.name === 'MatrixSelector' && !!called && ['rate', 'increase'].includes(textOf(called));
}
