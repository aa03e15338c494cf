package main

import (
	"fmt"
	"math"
	"sort"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

type printer struct {
	source []byte
	nodes  []any
	depth  int
}

func (p *printer) node(kind string, r hcl.Range, fields ...any) {
	p.nodes = append(p.nodes, append([]any{p.depth, kind, place(r)}, fields...))
}

// A range that a node has beside its own.
func (p *printer) part(kind string, r hcl.Range) {
	p.depth++
	p.node(kind, r)
	p.depth--
}

func (p *printer) children(expressions ...hclsyntax.Expression) {
	p.depth++
	for _, expression := range expressions {
		p.expression(expression)
	}
	p.depth--
}

func (p *printer) body(body *hclsyntax.Body) {
	p.node("body", body.SrcRange, place(body.EndRange))
	p.depth++
	attributes := []*hclsyntax.Attribute{}
	for _, attribute := range body.Attributes {
		attributes = append(attributes, attribute)
	}
	sort.Slice(attributes, func(a, b int) bool {
		return attributes[a].SrcRange.Start.Byte < attributes[b].SrcRange.Start.Byte
	})
	for _, attribute := range attributes {
		p.node("attribute", attribute.SrcRange, attribute.Name, place(attribute.NameRange), place(attribute.EqualsRange))
		p.children(attribute.Expr)
	}
	for _, block := range body.Blocks {
		p.node("block", block.Range(), block.Type, place(block.DefRange()), place(block.TypeRange),
			place(block.OpenBraceRange), place(block.CloseBraceRange))
		for index, label := range block.Labels {
			p.depth++
			p.node("label", block.LabelRanges[index], label)
			p.depth--
		}
		p.depth++
		p.body(block.Body)
		p.depth--
	}
	p.depth--
}

func (p *printer) expression(expression hclsyntax.Expression) {
	switch e := expression.(type) {
	case *hclsyntax.LiteralValueExpr:
		p.node("literal_value", e.SrcRange, p.constant(e.Val)...)
	case *hclsyntax.TemplateExpr:
		p.node("template", e.SrcRange)
		p.children(e.Parts...)
	case *hclsyntax.TemplateWrapExpr:
		p.node("template_wrap", e.SrcRange)
		p.children(e.Wrapped)
	case *hclsyntax.TemplateJoinExpr:
		p.node("template_join", e.Range())
		p.children(e.Tuple)
	case *hclsyntax.ScopeTraversalExpr:
		root := e.Traversal[0].(hcl.TraverseRoot)
		p.node("scope_traversal", e.SrcRange, root.Name, place(root.SrcRange))
		p.steps(e.Traversal[1:])
	case *hclsyntax.RelativeTraversalExpr:
		p.node("relative_traversal", e.SrcRange)
		p.children(e.Source)
		p.steps(e.Traversal)
	case *hclsyntax.IndexExpr:
		p.node("index", e.SrcRange, place(e.OpenRange), place(e.BracketRange))
		p.children(e.Collection, e.Key)
	case *hclsyntax.SplatExpr:
		p.node("splat", e.SrcRange, place(e.MarkerRange))
		p.children(e.Source, e.Each, e.Item)
	case *hclsyntax.AnonSymbolExpr:
		p.node("anonymous_symbol", e.SrcRange)
	case *hclsyntax.FunctionCallExpr:
		p.node("function_call", e.Range(), e.Name, e.ExpandFinal, place(e.NameRange), place(e.OpenParenRange),
			place(e.CloseParenRange))
		p.children(e.Args...)
	case *hclsyntax.BinaryOpExpr:
		p.node("binary_op", e.SrcRange, operators[e.Op])
		p.children(e.LHS, e.RHS)
	case *hclsyntax.UnaryOpExpr:
		p.node("unary_op", e.SrcRange, operators[e.Op], place(e.SymbolRange))
		p.children(e.Val)
	case *hclsyntax.ConditionalExpr:
		p.node("conditional", e.SrcRange)
		p.children(e.Condition, e.TrueResult, e.FalseResult)
	case *hclsyntax.ForExpr:
		p.node("for", e.SrcRange, e.KeyVar, e.ValVar, e.Group, e.KeyExpr != nil, e.CondExpr != nil,
			place(e.OpenRange), place(e.CloseRange))
		for _, child := range []hclsyntax.Expression{e.CollExpr, e.KeyExpr, e.ValExpr, e.CondExpr} {
			if child != nil {
				p.children(child)
			}
		}
	case *hclsyntax.TupleConsExpr:
		p.node("tuple", e.SrcRange, place(e.OpenRange))
		p.children(e.Exprs...)
	case *hclsyntax.ObjectConsExpr:
		p.node("object", e.SrcRange, place(e.OpenRange))
		for _, item := range e.Items {
			p.children(item.KeyExpr, item.ValueExpr)
		}
	case *hclsyntax.ObjectConsKeyExpr:
		p.node("object_key", e.Range(), e.ForceNonLiteral, hcl.ExprAsKeyword(e.Wrapped))
		p.children(e.Wrapped)
	case *hclsyntax.ParenthesesExpr:
		p.node("parentheses", e.SrcRange)
		p.children(e.Expression)
	default:
		p.node(fmt.Sprintf("%T", e), e.Range())
	}
}

func (p *printer) steps(traversal hcl.Traversal) {
	p.depth++
	for _, step := range traversal {
		switch s := step.(type) {
		case hcl.TraverseAttr:
			p.node("step", s.SrcRange, s.Name)
		case hcl.TraverseIndex:
			p.node("step_index", s.SrcRange, p.constant(s.Key)...)
		default:
			p.node(fmt.Sprintf("%T", s), s.SourceRange())
		}
	}
	p.depth--
}

// A constant's type and value. Numbers as float64, as JavaScript has them; their text is compared by their range.
func (p *printer) constant(value cty.Value) []any {
	switch {
	case value.IsNull():
		return []any{"null"}
	case value.Type() == cty.Bool:
		return []any{"bool", value.True()}
	case value.Type() == cty.Number:
		number, _ := value.AsBigFloat().Float64()
		if math.IsInf(number, 0) {
			return []any{"number", "inf"}
		}
		return []any{"number", number}
	default:
		return []any{"string", value.AsString()}
	}
}

var operators = map[*hclsyntax.Operation]string{
	hclsyntax.OpLogicalOr:          "||",
	hclsyntax.OpLogicalAnd:         "&&",
	hclsyntax.OpLogicalNot:         "!",
	hclsyntax.OpEqual:              "==",
	hclsyntax.OpNotEqual:           "!=",
	hclsyntax.OpGreaterThan:        ">",
	hclsyntax.OpGreaterThanOrEqual: ">=",
	hclsyntax.OpLessThan:           "<",
	hclsyntax.OpLessThanOrEqual:    "<=",
	hclsyntax.OpAdd:                "+",
	hclsyntax.OpSubtract:           "-",
	hclsyntax.OpMultiply:           "*",
	hclsyntax.OpDivide:             "/",
	hclsyntax.OpModulo:             "%",
	hclsyntax.OpNegate:             "-",
}
