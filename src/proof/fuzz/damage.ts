import type { Draw } from './draw.js';
import { hostileText } from './hostile-values.js';

/** The text with one to three things broken in it, by tokens or by characters. */
export function damaged(draw: Draw, text: string): string {
  let result = text;
  for (let times = 1 + draw.upTo(2); times > 0; times -= 1) result = draw.oneOf(damages)(draw, result);
  return result;
}

type Damage = (draw: Draw, text: string) => string;

const splice = (text: string, at: number, length: number, insert: string): string =>
  text.slice(0, at) + insert + text.slice(at + length);

const tokens = /"(?:[^"\\]|\\.)*"|[\w$@.]+|[^\s]/g;

function atToken(
  draw: Draw,
  text: string,
  change: (token: string, all: readonly string[]) => string,
): string {
  const found = [...text.matchAll(tokens)];
  const chosen = found[draw.upTo(found.length - 1)];
  if (chosen === undefined) return text;
  const all = found.map(([token]) => token);
  return splice(text, chosen.index, chosen[0].length, change(chosen[0], all));
}

const marks = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '!',
  '$',
  '@',
  ':',
  '...',
  '"',
  '"""',
  '#',
  '&',
  '|',
  '=',
  ',',
  '\\',
  '\ufeff',
];

const damages: readonly Damage[] = [
  (draw, text) => atToken(draw, text, () => ''),
  (draw, text) => atToken(draw, text, (token) => `${token} ${token}`),
  (draw, text) => atToken(draw, text, (_token, all) => draw.oneOf(all)),
  (draw, text) => atToken(draw, text, (token) => token + draw.oneOf(marks)),
  (draw, text) => atToken(draw, text, () => JSON.stringify(hostileText(draw))),
  (draw, text) => splice(text, draw.upTo(text.length), 0, hostileText(draw)),
  (draw, text) => splice(text, draw.upTo(text.length), 1 + draw.upTo(3), ''),
  (draw, text) => splice(text, draw.upTo(text.length), 1, String.fromCharCode(draw.upTo(0xffff))),
  (draw, text) => text.slice(0, draw.upTo(text.length)),
  (draw, text) => text + text.slice(draw.upTo(text.length)),
];
