// Makes nodes, never HTML: nothing that somebody wrote can become markup.
const marks = new RegExp([
  "```(?<pre>[\\s\\S]+?)```",
  "`(?<code>[^`\\n]+)`",
  "<(?<link>[^<>]+)>",
  "(?<!\\w)\\*(?<bold>[^*\\n]+)\\*(?!\\w)",
  "(?<!\\w)_(?<italic>[^_\\n]+)_(?!\\w)",
  "(?<!\\w)~(?<struck>[^~\\n]+)~(?!\\w)",
].join("|"), "g");

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** @param nameOf Who a user id is. */
export function mrkdwn(text, nameOf) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(marks)) {
    nodes.push(unescape(text.slice(from, match.index)), nodeOf(match.groups, nameOf));
    from = match.index + match[0].length;
  }
  return [...nodes, unescape(text.slice(from))];
}

function nodeOf({ pre, code, link, bold, italic, struck }, nameOf) {
  if (pre) return element("pre", {}, unescape(pre.replace(/^\n|\n$/g, "")));
  if (code) return element("code", {}, unescape(code));
  if (bold) return element("b", {}, ...mrkdwn(bold, nameOf));
  if (italic) return element("i", {}, ...mrkdwn(italic, nameOf));
  if (struck) return element("s", {}, ...mrkdwn(struck, nameOf));
  const [target, name] = link.split("|");
  const mention = target[0] === "@" ? `@${nameOf(target.slice(1))}` : name ?? target;
  if (/^[@#!]/.test(target)) return element("span", { className: "mention" }, mention);
  const text = unescape(name ?? target);
  const isAddress = /^(https?:|mailto:)/i.test(target);
  return isAddress ? element("a", { href: unescape(target), target: "_blank", rel: "noopener noreferrer" }, text) : text;
}
