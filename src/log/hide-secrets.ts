/** Secrets that are known by their form, whoever's they are; what stands before them stays. */
const FORMS: readonly RegExp[] = [
  // Slack's tokens, and addresses that are good for posting or listening.
  /()\bx(?:ox[a-z]|app)[.-][\w.-]{6,}/g,
  /()\bhttps:\/\/hooks\.slack(?:-gov)?\.com\/[^\s"'\\]+/g,
  /()(?<=[?&]ticket=)[^\s"'\\&]+/g,
  // Discord's bot tokens, and what stands in addresses for an interaction or a webhook.
  /()\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/g,
  /(\/(?:interactions|webhooks)\/\d+\/)[\w-]{20,}/g,
  // A password in an address.
  /(:\/\/[^\s"':@/\\]*:)[^\s"'@/\\]+(?=@)/g,
  /(\bauthorization["']?\s*[:=]\s*["']?(?:bot|bearer|basic)\s+)[^\s"'\\]+/gi,
];

/** A function that blanks out secrets wherever they stand in a text, JSON included: those it was given, and those of a known form. */
export function hideSecrets(secrets: readonly string[]): (text: string) => string {
  // In JSON a secret with a quote or a backslash stands escaped.
  const known = secrets
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .filter((secret) => secret !== '')
    // A short one may be part of a long one, whose rest would then stay.
    .toSorted((a, b) => b.length - a.length);
  return (text) => {
    const unknown = known.reduce((clean, secret) => clean.replaceAll(secret, '[secret]'), text);
    return FORMS.reduce((clean, form) => clean.replace(form, '$1[secret]'), unknown);
  };
}
