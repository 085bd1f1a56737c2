type Properties<T> = { [K in keyof T]?: T[K] | undefined };

/** Makes an element. Strings become text nodes, never markup. `attributes` is for what has no property: aria-*, data-*. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  {
    attributes = {},
    ...properties
  }: Properties<Omit<HTMLElementTagNameMap[K], 'attributes'>> & {
    attributes?: Record<string, string>;
  } = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  Object.assign(made, properties);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** An element of index.html. */
export function byId<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}`);
  return found as T;
}
