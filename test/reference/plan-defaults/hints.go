package main

import (
	"regexp"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// arguments by path (`attribute.type`) that have to be other than a dummy, or have to be set at all
type hints map[string]string

// what the providers' own checks of whole resources ask for, which no schema tells
var demands = map[string]hints{
	"aws_alb_target_group":            {"port": "80", "protocol": "HTTP", "vpc_id": "dummy"},
	"aws_dynamodb_table":              {"read_capacity": "1", "write_capacity": "1", "hash_key": "dummy", "attribute.name": "dummy", "attribute.type": "S"},
	"aws_kinesis_stream":              {"shard_count": "1"},
	"aws_lambda_function":             {"handler": "dummy", "runtime": "python3.12"},
	"aws_lb_target_group":             {"port": "80", "protocol": "HTTP", "vpc_id": "dummy"},
	"aws_vpc_ipam":                    {"operating_regions.region_name": "us-east-1"},
	"aws_vpc_ipam_resource_discovery": {"operating_regions.region_name": "us-east-1"},
}

func known(name string) hints {
	h := hints{}
	for path, value := range demands[name] {
		h[path] = value
	}
	return h
}

// an action of a load balancer has the one block that its type names
var actions = map[string]string{
	"aws_alb_listener": "default_action", "aws_alb_listener_rule": "action",
	"aws_lb_listener": "default_action", "aws_lb_listener_rule": "action",
}

// the hints for a chain of blocks
func (h hints) along(name string, path []string) hints {
	if action, ok := actions[name]; !ok || len(path) < 2 || path[0] != action {
		return h
	}
	out := hints{path[0] + ".type": strings.ReplaceAll(path[1], "_", "-")}
	for k, v := range h {
		if _, ok := out[k]; !ok {
			out[k] = v
		}
	}
	return out
}

// those inside a block
func (h hints) below(block string) hints {
	out := hints{}
	for path, value := range h {
		if rest, ok := strings.CutPrefix(path, block+"."); ok {
			out[rest] = value
		}
	}
	return out
}

func (h hints) value(name string, ty cty.Type) (cty.Value, bool) {
	text, ok := h[name]
	if !ok {
		return cty.NilVal, false
	}
	v := cty.StringVal(text)
	if (ty.IsListType() || ty.IsSetType()) && ty.ElementType().IsPrimitiveType() {
		e, err := convert.Convert(v, ty.ElementType())
		if err != nil {
			return cty.NilVal, false
		}
		if ty.IsListType() {
			return cty.ListVal([]cty.Value{e}), true
		}
		return cty.SetVal([]cty.Value{e}), true
	}
	v, err := convert.Convert(v, ty)
	return v, err == nil
}

var (
	placeOf = regexp.MustCompile(`Path: (\S+)`)
	element = regexp.MustCompile(`\[(?:\d+|Value\(.*?\)|"[^"]*")\]`)
	choices = regexp.MustCompile(`Valid Values: \[(\S+)`)
)

const anArn = "arn:aws:iam::123456789012:role/dummy"

// learns from a refusal what an argument has to be; false where it tells nothing new
func (h hints) learn(told string) bool {
	isNew := false
	for _, one := range strings.Split(told, "- Invalid") {
		if !strings.Contains(one, "alue: dummy") {
			continue
		}
		at := placeOf.FindStringSubmatch(element.ReplaceAllString(one, ""))
		if at == nil {
			continue
		}
		value := ""
		if choice := choices.FindStringSubmatch(one); choice != nil {
			value = choice[1]
		} else if strings.Contains(one, "parsed as an ARN") {
			value = anArn
		} else if strings.Contains(one, "JSON") {
			value = "{}"
		}
		if _, ok := h[at[1]]; !ok && value != "" {
			h[at[1]] = value
			isNew = true
		}
	}
	return isNew
}
