package v1alpha1

// Facts are what may hold of one object as it is written; all of them together. They say no more than a schema can.
type Facts struct {
	// Has are fields that are given, Lacks fields that are absent, false or an empty mapping.
	Has, Lacks []string
	// Is are fields that have one of these values, Not fields that have none of them; either holds of an absent field.
	Is, Not map[string][]string
	// False are fields that are given and false.
	False []string
	// Longest are texts of at most so many characters.
	Longest map[string]int
	// In are facts of mappings inside the object, which must be given.
	In map[string]Facts
}

// Rule is a rule between the fields of one object: where If holds, Then must.
type Rule struct{ If, Then Facts }

// Between are the rules between fields that validation holds and a schema can say, by the name of the Go type. Rules about
// one field stand in the tag `schema` of the field; hack/schemas, which makes the schemas, says what the words mean. Its
// tests hold both against Validate.
func Between() map[string][]Rule {
	notPod := map[string][]string{"name": {PodNetwork}}
	rules := map[string][]Rule{
		"NetworkSpec": networkRules(),
		"WukongNetwork": {
			{Facts{Has: []string{"name"}, Is: notPod}, Facts{Lacks: []string{"networkRef"}}},
			{Facts{Not: notPod}, Facts{Not: map[string][]string{"type": {TypeHost}}}},
			{Facts{Has: []string{"networkRef"}, Not: notPod}, Facts{Lacks: referredFields.names()}},
			{Facts{Has: []string{"networkRef", "trunk"}, Not: notPod}, Facts{Lacks: []string{"ipConfig"}}},
			{Facts{Lacks: []string{"networkRef", "nadName"}, Not: notPod}, Facts{Has: []string{"type"}}},
			{Facts{Has: []string{"name"}, Is: notPod}, Facts{Lacks: []string{"primary"}}},
		},
		"Node": {
			{Facts{Lacks: []string{"nodeSelector"}}, Facts{Has: []string{"name"}}},
			{Facts{Has: []string{"name"}}, Facts{Lacks: []string{"nodeSelector"}}},
			{Facts{Has: []string{"macAddress"}}, Facts{Lacks: []string{"physicalInterface"}}},
		},
		"IPConfig": {
			{
				Facts{Has: []string{"mode"}, Is: map[string][]string{"mode": {ModeStatic}}, Lacks: []string{"addresses"}},
				Facts{Has: []string{"address"}},
			},
			{Facts{Has: []string{"mode"}, Is: map[string][]string{"mode": {ModeDHCP}}}, Facts{Lacks: []string{"address", "gateway"}}},
		},
		"Bond": {
			{Facts{In: map[string]Facts{"options": {Has: []string{"lacp_rate"}}}}, Facts{Is: map[string][]string{"mode": {"802.3ad"}}}},
			{Facts{In: map[string]Facts{"options": {Has: []string{"primary"}}}}, Facts{Is: map[string][]string{"mode": withPrimary}}},
			{Facts{In: map[string]Facts{"options": {Has: []string{"arp_ip_target"}}}}, Facts{In: map[string]Facts{"options": {Has: []string{"arp_interval"}}}}},
		},
		"Toleration": {
			{Facts{Lacks: []string{"key"}}, Facts{Has: []string{"operator"}, Is: map[string][]string{"operator": {"Exists"}}}},
			{Facts{Has: []string{"operator"}, Is: map[string][]string{"operator": {"Exists"}}}, Facts{Lacks: []string{"value"}}},
			{Facts{Has: []string{"tolerationSeconds"}}, Facts{Has: []string{"effect"}, Is: map[string][]string{"effect": {"NoExecute"}}}},
		},
	}
	rules["Disk"], rules["Sysprep"] = diskRules(), sysprepRules()
	rules[KindNetwork] = append(rules[KindNetwork], Rule{
		Facts{In: map[string]Facts{"spec": {Lacks: []string{"nadName"}}}}, Facts{In: map[string]Facts{"spec": {Has: []string{"type"}}}},
	})
	for _, r := range rules["NetworkSpec"] { // on the pod network they have no effect, which is no error
		r.If.Not = notPod
		rules["WukongNetwork"] = append(rules["WukongNetwork"], r)
	}
	rules["WukongSpec"] = append(rules["WukongSpec"], Rule{Facts{False: []string{"graphics"}}, Facts{Lacks: []string{"video"}}})
	rules["IOThreads"] = append(rules["IOThreads"], ioThreadRules()...)
	rules["WukongSpec"] = append(rules["WukongSpec"], computeRules()...)
	never := Rule{Facts{}, Facts{Lacks: []string{"revisionName", "inferFromVolume"}}}
	rules["Instancetype"], rules["Preference"] = []Rule{never}, []Rule{never}
	short := 15 - len(DefaultBridge(""))
	for _, host := range namedAfterNetwork() {
		rules["WukongNetwork"] = append(rules["WukongNetwork"], Rule{host, Facts{Longest: map[string]int{"name": short}}})
		rules[KindNetwork] = append(rules[KindNetwork], Rule{
			Facts{In: map[string]Facts{"spec": host}}, Facts{In: map[string]Facts{"metadata": {Longest: map[string]int{"name": short}}}},
		})
	}
	return rules
}

// networkRules follow from the tags of NetworkSpec's fields, and from exclusions.
func networkRules() []Rule {
	own := ofTypes(TypeSRIOV)
	own.Lacks = []string{"nadName"}
	rules := []Rule{{own, Facts{Has: []string{"sriov"}}}, {Facts{Has: []string{"vlanInterface"}}, Facts{Has: []string{"vlanId"}}},
		{Facts{Has: []string{"rollout"}, Lacks: []string{"nodesFrom"}}, Facts{Has: []string{"nodes"}}}}
	for _, t := range networkTypes {
		rules = append(rules, Rule{ofTypes(t), Facts{Lacks: unfitFields[t].names()}})
		if unfit := attachmentUnfit(t); len(unfit) > 0 {
			attached := ofTypes(t)
			attached.Has = append(attached.Has, "attachment")
			rules = append(rules, Rule{attached, Facts{In: map[string]Facts{"attachment": {Lacks: unfit}}}})
		}
	}
	for _, field := range policyFields.names() { // beside nadName they say what the nodes have
		rules = append(rules, Rule{Facts{Has: []string{"nadName", field}}, Facts{Has: []string{"type"}}})
	}
	for _, e := range exclusions {
		beside := Facts{Has: []string{e.beside}}
		if e.isType != "" {
			beside = ofTypes(e.isType)
			beside.Has = append(beside.Has, e.beside)
		}
		rules = append(rules, Rule{beside, Facts{Lacks: []string{e.field}}})
	}
	rules = append(rules, ovnRules()...)
	// What is absent was made on the nodes, and by us.
	foreign := Facts{Has: []string{"nadName", "ensure"}, Is: map[string][]string{"ensure": {EnsureAbsent}}, Lacks: policyFields.names()}
	rules = append(rules, Rule{foreign, Facts{Lacks: []string{"ensure"}}},
		Rule{Facts{Has: []string{"nodeVlanId"}, Lacks: []string{"nodeIP", "nodes", "nodesFrom"}}, Facts{Has: []string{"nodeAddress"}}})
	// The address goes back to the uplink.
	for _, of := range [][2]string{{TypeBridge, "vlanId"}, {TypeOVS, "nodeVlanId"}} {
		for _, address := range []string{"nodeAddress", "nodeIP"} {
			carried := ofTypes(of[0])
			carried.Has, carried.Lacks = append(carried.Has, address), []string{of[1]}
			rules = append(rules, Rule{carried, Facts{Not: map[string][]string{"restore": {RestoreNone}}}})
		}
	}
	return rules
}

func ofTypes(types ...string) Facts {
	return Facts{Has: []string{"type"}, Is: map[string][]string{"type": types}}
}

// namedAfterNetwork are the networks whose bridge has the name of the network, with three characters before: those with a
// bridge that has no name of its own, as far as they have a policy.
func namedAfterNetwork() []Facts {
	var all []Facts
	for _, field := range append((policyFields &^ unfitFields[TypeBridge]).names(), "") {
		if field == "bridgeName" {
			continue
		}
		f := ofTypes(TypeBridge, TypeOVS)
		f.Lacks = []string{"bridgeName"}
		if field != "" {
			f.Has = append(f.Has, field)
		} else {
			f.Lacks = append(f.Lacks, "nadName")
		}
		all = append(all, f)
	}
	return all
}
