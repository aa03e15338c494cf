// Command hcl-reference prints what hashicorp/hcl v2.23.0, the parser in Terraform 1.11.4, makes of a text.
//
// In: JSON lines {"mode": "config" | "expression" | "template" | "tokens" | "template_tokens", "source": base64}.
// Out: a JSON line each, {"nodes": […], "errors": […]}: a node is [depth, kind, range, fields…] in order of the walk,
// a range is [byte, line, column, byte, line, column]. test/reference/hcl-tree.ts prints our tree the same way.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

type request struct {
	Mode   string `json:"mode"`
	Source []byte `json:"source"`
}

type problem struct {
	Summary string `json:"summary"`
	Detail  string `json:"detail"`
	Range   []int  `json:"range"`
}

type answer struct {
	Nodes  []any     `json:"nodes"`
	Errors []problem `json:"errors"`
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			var ask request
			if failed := json.Unmarshal(line, &ask); failed != nil {
				fmt.Fprintln(os.Stderr, failed)
				os.Exit(1)
			}
			if failed := encoder.Encode(read(ask)); failed != nil {
				fmt.Fprintln(os.Stderr, failed)
				os.Exit(1)
			}
		}
		if err != nil {
			return
		}
	}
}

func read(ask request) answer {
	print := &printer{source: ask.Source, nodes: []any{}}
	var diags hcl.Diagnostics
	switch ask.Mode {
	case "config":
		var file *hcl.File
		file, diags = hclsyntax.ParseConfig(ask.Source, "x", hcl.InitialPos)
		if !diags.HasErrors() {
			print.body(file.Body.(*hclsyntax.Body))
		}
	case "expression", "template":
		var expr hclsyntax.Expression
		if ask.Mode == "template" {
			expr, diags = hclsyntax.ParseTemplate(ask.Source, "x", hcl.InitialPos)
		} else {
			expr, diags = hclsyntax.ParseExpression(ask.Source, "x", hcl.InitialPos)
		}
		if !diags.HasErrors() {
			print.expression(expr)
		}
	case "tokens", "template_tokens":
		var tokens hclsyntax.Tokens
		if ask.Mode == "tokens" {
			tokens, _ = hclsyntax.LexConfig(ask.Source, "x", hcl.InitialPos)
		} else {
			tokens, _ = hclsyntax.LexTemplate(ask.Source, "x", hcl.InitialPos)
		}
		for _, token := range tokens {
			print.node(token.Type.String(), token.Range)
		}
	}
	problems := []problem{}
	for _, diag := range diags {
		problems = append(problems, problem{diag.Summary, diag.Detail, place(*diag.Subject)})
	}
	return answer{print.nodes, problems}
}

func place(r hcl.Range) []int {
	return []int{r.Start.Byte, r.Start.Line, r.Start.Column, r.End.Byte, r.End.Line, r.End.Column}
}
