package ui

import (
	"fmt"
	"maps"
	"slices"

	"github.com/a-h/templ"
)

// notes are the ids of what stands at the field: who sees it, the hint and the error.
func (f Field) notes() string {
	var audience, hint, wrong string
	if f.Audience != nil {
		audience = f.ID + "-publikum"
	}
	if f.Hint != "" {
		hint = f.ID + "-hint"
	}
	if f.Error != "" {
		wrong = f.ID + "-feil"
	}
	return joinIDs(wrong, audience, hint)
}

// controlAttrs are the attributes of an input, a textarea or a select. "required" is said in the label and by
// aria-required; the attribute itself would let the browser stop half-filled forms that we want to save.
func (f Field) controlAttrs() templ.Attributes {
	attrs := described(f.notes())
	if f.Error != "" {
		attrs["aria-invalid"] = "true"
	}
	if f.Required {
		attrs["aria-required"] = "true"
	}
	if f.Disabled {
		attrs["disabled"] = true
	}
	if f.ReadOnly {
		attrs["readonly"] = true
	}
	maps.Copy(attrs, f.Attrs)
	return attrs
}

// choiceGroupAttrs are the attributes of the fieldset around radio buttons or checkboxes; Attrs go on each of them. Only
// a radiogroup may say that it is required or wrong; checkboxes say the latter one by one.
func (f Field) choiceGroupAttrs(kind string) templ.Attributes {
	attrs := described(f.notes())
	if kind != "radio" {
		return attrs
	}
	attrs["role"] = "radiogroup"
	if f.Required {
		attrs["aria-required"] = "true"
	}
	if f.Error != "" {
		attrs["aria-invalid"] = "true"
	}
	return attrs
}

// choiceID gives the first choice the id of the group with "-1" after it, and so on.
func choiceID(group string, i int) string { return fmt.Sprintf("%s-%d", group, i+1) }

func contains(values []string, v string) bool { return slices.Contains(values, v) }

func inputType(t string) string {
	if t == "" {
		return "text"
	}
	return t
}
