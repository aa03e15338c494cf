// Prints ../types.json: the shape of every built-in Kubernetes kind as its own Go types have it. Run: go run . <k8s-list-keys.json> > ../types.json
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"sort"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
	aggregator "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
)

type listRule struct {
	Type string   `json:"type"`
	Keys []string `json:"keys"`
}

var lists = map[string]listRule{}
var types = map[string]map[string]string{}
var names = map[reflect.Type]string{}

func main() {
	raw, err := os.ReadFile(os.Args[1])
	check(err)
	check(json.Unmarshal(raw, &lists))
	all := runtime.NewScheme()
	check(scheme.AddToScheme(all))
	check(apiextensions.AddToScheme(all))
	check(aggregator.AddToScheme(all))
	best := map[schema.GroupKind]schema.GroupVersionKind{}
	for gvk := range all.AllKnownTypes() {
		if gvk.Version == runtime.APIVersionInternal || skipped(all, gvk) {
			continue
		}
		old, seen := best[gvk.GroupKind()]
		if !seen || better(gvk.Version, old.Version) {
			best[gvk.GroupKind()] = gvk
		}
	}
	kinds := map[string]string{}
	keys := []schema.GroupKind{}
	for gk := range best {
		keys = append(keys, gk)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
	for _, gk := range keys {
		gvk := best[gk]
		group := gk.Group
		if group == "" {
			group = "core"
		}
		kinds[group+"/"+gk.Kind] = strings.TrimPrefix(spec(all.AllKnownTypes()[gvk], nil), "#")
	}
	out, err := json.Marshal(map[string]any{"kinds": kinds, "types": types})
	check(err)
	fmt.Println(string(out))
}

func skipped(all *runtime.Scheme, gvk schema.GroupVersionKind) bool {
	t := all.AllKnownTypes()[gvk]
	_, meta := t.FieldByName("ObjectMeta")
	return !meta || strings.HasSuffix(gvk.Kind, "List") || strings.HasSuffix(gvk.Kind, "Review") || gvk.Group == "extensions"
}

// v2 before v1 before v1beta2 before v1alpha1
func better(a, b string) bool { return rank(a) > rank(b) }

func rank(v string) int {
	var major, minor int
	stage := 3
	if strings.Contains(v, "beta") {
		stage = 2
		fmt.Sscanf(v, "v%dbeta%d", &major, &minor)
	} else if strings.Contains(v, "alpha") {
		stage = 1
		fmt.Sscanf(v, "v%dalpha%d", &major, &minor)
	} else {
		fmt.Sscanf(v, "v%d", &major)
	}
	return stage*10000 + major*100 + minor
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func nameOf(t reflect.Type) string {
	parts := strings.Split(t.PkgPath(), "/")
	version, group := parts[len(parts)-1], parts[len(parts)-2]
	name := t.Name()
	if group != "core" && group != "meta" {
		name = group + "." + name
	}
	if strings.Contains(version, "alpha") || strings.Contains(version, "beta") || group == "autoscaling" && version == "v1" {
		name = version + "." + name
	}
	return name
}

// ! always written, also as zero; s text, b boolean, n number, q quantity, o number or text, t time, d duration, y bytes, j anything; *optional pointer,
// {} map, [] list, [~] set, [a,b] list keyed by a and b, #Type
func spec(t reflect.Type, list *listRule) string {
	switch t.PkgPath() + "." + t.Name() {
	case "k8s.io/apimachinery/pkg/api/resource.Quantity":
		return "q"
	case "k8s.io/apimachinery/pkg/util/intstr.IntOrString":
		return "o"
	case "k8s.io/apimachinery/pkg/apis/meta/v1.Time", "k8s.io/apimachinery/pkg/apis/meta/v1.MicroTime":
		return "t"
	case "k8s.io/apimachinery/pkg/apis/meta/v1.Duration":
		return "d"
	case "k8s.io/apimachinery/pkg/runtime.RawExtension", "k8s.io/apimachinery/pkg/apis/meta/v1.FieldsV1",
		"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSON":
		return "j"
	case "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrBool",
		"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrArray",
		"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrStringArray":
		return "?" + spec(reflect.TypeOf(apiextensions.JSONSchemaProps{}), nil)
	}
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + spec(t.Elem(), list)
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "y"
		}
		mark := ""
		if list != nil && list.Type == "set" {
			mark = "~"
		} else if list != nil && list.Type == "map" {
			mark = strings.Join(list.Keys, ",")
		}
		return "[" + mark + "]" + spec(t.Elem(), nil)
	case reflect.Map:
		return "{}" + spec(t.Elem(), nil)
	case reflect.String:
		return "s"
	case reflect.Bool:
		return "b"
	case reflect.Struct:
		return "#" + structure(t)
	case reflect.Interface:
		return "j"
	default:
		return "n"
	}
}

func structure(t reflect.Type) string {
	if name, seen := names[t]; seen {
		return name
	}
	name := nameOf(t)
	names[t] = name
	fields := map[string]string{}
	types[name] = fields
	collect(t, t, fields)
	return name
}

func collect(owner, t reflect.Type, fields map[string]string) {
	parts := strings.Split(owner.PkgPath(), "/")
	version, group := parts[len(parts)-1], parts[len(parts)-2]
	for i := range t.NumField() {
		f := t.Field(i)
		tag := strings.Split(f.Tag.Get("json"), ",")
		if tag[0] == "-" || f.Name == "TypeMeta" || f.Name == "Status" && hasMeta(t) {
			continue
		}
		if f.Name == "ObjectMeta" {
			fields["metadata"] = spec(f.Type, nil)
			continue
		}
		if f.Anonymous && (tag[0] == "" || strings.Contains(f.Tag.Get("json"), "inline")) {
			embedded := f.Type
			if embedded.Kind() == reflect.Pointer {
				embedded = embedded.Elem()
			}
			collect(owner, embedded, fields)
			continue
		}
		if tag[0] == "" {
			continue
		}
		var list *listRule
		if rule, ok := lists[group+"/"+version+"."+owner.Name()+"."+tag[0]]; ok {
			list = &rule
		} else if rule, ok := lists[group+"/"+version+"."+t.Name()+"."+tag[0]]; ok {
			list = &rule
		}
		text := spec(f.Type, list)
		if (text == "b" || text == "n") && !strings.Contains(f.Tag.Get("json"), "omitempty") {
			text = "!" + text
		}
		fields[tag[0]] = text
	}
}

func hasMeta(t reflect.Type) bool {
	_, ok := t.FieldByName("ObjectMeta")
	return ok
}
