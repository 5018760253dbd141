package release

import "github.com/novasphere/wukong-fn/render/nmstate/schema"

// The shapes of core/v1 that say where pods go, as far as a CRD states them: fields and what is required, no ranges.

// labels is a map from label to value.
func labels() *schema.Schema { return schema.Map(schema.String()) }

func tolerations() *schema.Schema {
	return schema.Array(schema.Object(schema.Props{
		"effect":            schema.String(),
		"key":               schema.String(),
		"operator":          schema.String(),
		"tolerationSeconds": schema.Int64(),
		"value":             schema.String(),
	}))
}

// podAffinities is core/v1 Affinity.
func podAffinities() *schema.Schema {
	pods := affinityToPods()
	return schema.Object(schema.Props{
		"nodeAffinity":    nodeAffinities(),
		"podAffinity":     pods,
		"podAntiAffinity": pods,
	})
}

func nodeAffinities() *schema.Schema {
	term := nodeTerm()
	weighted := schema.Object(schema.Props{"preference": term, "weight": schema.Int32()})
	terms := schema.Object(schema.Props{"nodeSelectorTerms": atomicList(term)})
	return affinityOf(
		weighted.Required("preference", "weight"),
		terms.Required("nodeSelectorTerms").Atomic(),
	)
}

func nodeTerm() *schema.Schema {
	expressions := requirements()
	return schema.Object(schema.Props{
		"matchExpressions": expressions,
		"matchFields":      expressions,
	}).Atomic()
}

func affinityToPods() *schema.Schema {
	term := podTerm()
	weighted := schema.Object(schema.Props{"podAffinityTerm": term, "weight": schema.Int32()})
	return affinityOf(weighted.Required("podAffinityTerm", "weight"), atomicList(term))
}

func podTerm() *schema.Schema {
	selector := labelSelectors()
	return schema.Object(schema.Props{
		"labelSelector":     selector,
		"matchLabelKeys":    atomicList(schema.String()),
		"mismatchLabelKeys": atomicList(schema.String()),
		"namespaceSelector": selector,
		"namespaces":        atomicList(schema.String()),
		"topologyKey":       schema.String(),
	}).Required("topologyKey")
}

func labelSelectors() *schema.Schema {
	return schema.Object(schema.Props{
		"matchExpressions": requirements(),
		"matchLabels":      labels(),
	}).Atomic()
}

func requirements() *schema.Schema {
	return atomicList(schema.Object(schema.Props{
		"key":      schema.String(),
		"operator": schema.String(),
		"values":   atomicList(schema.String()),
	}).Required("key", "operator"))
}

// affinityOf is a wish, a list of weighted items, and a demand.
func affinityOf(wish, demand *schema.Schema) *schema.Schema {
	return schema.Object(schema.Props{
		"preferredDuringSchedulingIgnoredDuringExecution": atomicList(wish),
		"requiredDuringSchedulingIgnoredDuringExecution":  demand,
	})
}

func atomicList(items *schema.Schema) *schema.Schema { return schema.Array(items).Atomic() }
