import { element, mrkdwn } from "./mrkdwn.js";

/** The text of a text object. */
export const textOf = (text, nameOf) => (text?.type === "mrkdwn" ? mrkdwn(text.text, nameOf) : [text?.text ?? ""]);

/** What a message shows: its blocks, or else its text. */
export function bodyOf(message, nameOf, press) {
  if (!message.blocks?.length) return element("div", { className: "body" }, ...mrkdwn(message.text, nameOf));
  return element("div", { className: "body" }, ...message.blocks.map((block) => blockOf(block, nameOf, press)));
}

function blockOf(block, nameOf, press) {
  switch (block.type) {
    case "header": return element("h3", {}, block.text.text);
    case "divider": return element("hr");
    case "context": return element("div", { className: "context" }, ...block.elements.flatMap((part) => textOf(part, nameOf)));
    case "actions": return element("div", { className: "actions" }, ...block.elements.map((button) => buttonOf(button, press)));
    case "section": {
      const parts = [block.text, ...(block.fields ?? [])].filter(Boolean).map((text) => element("div", {}, ...textOf(text, nameOf)));
      return element("div", { className: "actions" }, ...parts, ...(block.accessory ? [buttonOf(block.accessory, press)] : []));
    }
    default: return element("div", { className: "context" }, `[${block.type}]`);
  }
}

function buttonOf(button, press) {
  if (button.type !== "button") return element("span", { className: "context" }, `[${button.type}]`);
  return element("button", { type: "button", className: button.style ?? "", onclick: () => press(button.action_id) }, button.text.text);
}

/** The fields of a modal; each knows its block and action. */
export function fieldsOf(view, errors, nameOf) {
  return view.blocks.map((block) => block.type !== "input" ? blockOf(block, nameOf, () => {}) : element("label", {},
    block.label.text, inputOf(block),
    element("span", { className: "error" }, errors[block.block_id] ?? "")));
}

function inputOf({ block_id, element: input }) {
  const made = input.options
    ? element("select", {}, new Option("", ""), ...input.options.map((option) => new Option(option.text.text, option.value)))
    : element(input.multiline ? "textarea" : "input", { value: input.initial_value ?? "" });
  if (input.initial_option) made.value = input.initial_option.value;
  Object.assign(made.dataset, { block: block_id, action: input.action_id });
  return made;
}
