// The form that the bot opened, as a dialog. It stays as typed until it is sent or closed.

import { $, el } from "./dom.js";

let shown = null;

function control(field, errors, id) {
  const described = [field.hint ? `${id}-hint` : "", errors[field.key] ? `${id}-error` : ""]
    .filter(Boolean).join(" ") || null;
  const common = {
    id, name: field.key, "aria-describedby": described,
    "aria-invalid": errors[field.key] ? "true" : null,
    "aria-required": field.required ? "true" : null,
  };
  if (field.is === "text") {
    const props = { ...common, maxlength: field.longest, placeholder: field.placeholder || null };
    const input = field.multiline ? el("textarea", { ...props, rows: "4" })
      : el("input", { ...props, type: "text", autocomplete: "off" });
    input.value = field.value;
    return input;
  }
  if (field.is === "one" && field.options.length > 6) {
    return el("select", common,
      field.options.some((o) => o.selected) ? null : el("option", { value: "" }, "Choose…"),
      field.options.map((o) => el("option", { value: o.value, selected: o.selected },
        o.description ? `${o.label} · ${o.description}` : o.label)));
  }
  return el("div", { class: "choices" }, field.options.map((option, index) => el("label", { class: "choice" },
    el("input", {
      type: field.is === "many" ? "checkbox" : "radio", name: field.key, value: option.value,
      id: index ? null : id, checked: option.selected, "aria-describedby": described,
      "aria-invalid": common["aria-invalid"],
    }),
    el("span", {}, option.label, option.description ? el("small", {}, option.description) : null))));
}

function fieldset(field, errors) {
  const id = `field-${field.key}`;
  const group = field.is !== "text" && !(field.is === "one" && field.options.length > 6);
  const label = [field.label, field.required ? null : el("span", { class: "soft" }, " (optional)")];
  return el(group ? "fieldset" : "div", { class: errors[field.key] ? "field wrong" : "field" },
    group ? el("legend", {}, label) : el("label", { for: id }, label),
    field.hint ? el("p", { class: "hint", id: `${id}-hint` }, field.hint) : null,
    control(field, errors, id),
    errors[field.key] ? el("p", { class: "error", id: `${id}-error` }, errors[field.key]) : null);
}

function missing(form, values) {
  const errors = {};
  for (const field of form.fields) {
    const given = values[field.key].filter((v) => v.trim());
    if (field.required && !given.length) {
      errors[field.key] = field.is === "text" ? "Please fill this in." : "Please choose.";
    } else if (field.is === "many" && given.length && given.length < field.least) {
      errors[field.key] = `Please choose at least ${field.least}.`;
    }
  }
  return errors;
}

function read(form, dialog) {
  const data = new FormData(dialog.querySelector("form"));
  return Object.fromEntries(form.fields.map((f) => [f.key, data.getAll(f.key).filter((v) => v !== "")]));
}

function build(form, act) {
  const dialog = $("form");
  const close = () => act({ do: "close", form: form.id });
  const body = el("form", { novalidate: true, onsubmit: (event) => {
    event.preventDefault();
    if (dialog.getAttribute("aria-busy") === "true") return;
    const values = read(form, dialog);
    const errors = missing(form, values);
    if (Object.keys(errors).length) {
      redraw({ ...form, fields: filled(form, values), errors }, act);
      return;
    }
    act({ do: "submit", form: form.id, values });
  } },
  el("header", {}, el("h2", { id: "form-title" }, form.title),
    el("button", { type: "button", class: "plain", "aria-label": "Close", onclick: close }, "✕")),
  el("div", { class: "fields-list" },
    form.intro ? el("p", { class: "intro" }, form.intro) : null,
    form.note ? el("p", { class: "error", role: "alert" }, form.note) : null,
    form.fields.map((f) => fieldset(f, form.errors))),
  el("footer", {}, el("button", { type: "button", class: "button", onclick: close }, "Cancel"),
    el("button", { type: "submit", class: "button primary" }, el("span", { class: "label" }, form.submit))));
  dialog.replaceChildren(body);
  dialog.oncancel = (event) => { event.preventDefault(); close(); };
}

function filled(form, values) {
  return form.fields.map((f) => (f.is === "text" ? { ...f, value: values[f.key][0] ?? "" }
    : { ...f, options: f.options.map((o) => ({ ...o, selected: values[f.key].includes(o.value) })) }));
}

function redraw(form, act) {
  build(form, act);
  const first = $("form").querySelector("[aria-invalid], input:checked, .fields-list input, textarea, select");
  first?.focus();
}

/** Shows the first open form, or none. */
export function drawForm(forms, act) {
  const dialog = $("form");
  const form = forms[0];
  if (!form) {
    shown = null;
    if (dialog.open) dialog.close();
    return;
  }
  const { sending, ...rest } = form;
  const mark = JSON.stringify(rest);
  if (mark !== shown && !sending) {
    const typed = shown && JSON.parse(shown).id === form.id && form.note
      ? { ...form, fields: filled(form, read(form, dialog)) } : form;
    shown = mark;
    if (!dialog.open) {
      build(typed, act);
      dialog.showModal();
    }
    redraw(typed, act);
  }
  dialog.setAttribute("aria-busy", String(sending));
}
