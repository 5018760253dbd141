package v1alpha1

// diskRules are the rules between the fields of a disk, as validate_disk.go, validate_image.go and validate_device.go have them.
func diskRules() []Rule {
	shows := namesOf(func(f *diskField) bool { return f.shows })
	has := func(fields ...string) Facts { return Facts{Has: fields} }
	lacks := func(fields ...string) Facts { return Facts{Lacks: fields} }
	is := func(field string, values ...string) Facts {
		return Facts{Has: []string{field}, Is: map[string][]string{field: values}}
	}
	not := func(field string, values ...string) Facts { return Facts{Not: map[string][]string{field: values}} }

	var rules []Rule
	for i, field := range shows {
		rules = append(rules, Rule{has(field), lacks(append(ofVolume(), shows[i+1:]...)...)})
	}
	rules = append(rules,
		Rule{has("dataSource"), lacks("image")},
		Rule{lacks(append([]string{"image", "dataSource"}, shows...)...), has("size")},
		Rule{has("imageSource"), Facts{Has: []string{"image"}, Lacks: []string{"imagePullMethod"}}},
		Rule{has("imageCertConfigMap"), has("image")},
		Rule{has("imagePullMethod"), has("image")},
		Rule{Facts{Has: []string{"imageSecret"}, Lacks: []string{"containerDisk"}}, has("image")},
		Rule{has("imagePullPolicy"), has("containerDisk")},
		Rule{Facts{Has: []string{"volumeLabel"}, Lacks: []string{"configMap"}}, has("secret")},
		Rule{is("type", DeviceCDROM), not("bus", BusVirtio)},
		Rule{is("type", DeviceCDROM), lacks("dedicatedIOThread", "hotpluggable")},
		Rule{Facts{Has: []string{"sysprep"}, Lacks: []string{"type"}}, not("bus", BusVirtio)},
		Rule{Facts{Has: []string{"sysprep"}, Lacks: []string{"type"}}, lacks("dedicatedIOThread")},
		Rule{is("type", DeviceLUN), lacks(podHeld...)},
		Rule{Facts{Has: []string{"type"}, Lacks: []string{"bus"}, Is: map[string][]string{"type": {DeviceLUN}}}, lacks("dedicatedIOThread")},
		Rule{Facts{Has: []string{"type", "bus"}, Is: map[string][]string{"type": {DeviceLUN}}, Not: map[string][]string{"bus": {BusSCSI}}}, lacks("hotpluggable")},
		Rule{Facts{Has: []string{"bus"}, Not: map[string][]string{"bus": {BusVirtio}}}, lacks("dedicatedIOThread")},
		Rule{Facts{Has: []string{"bus"}, Not: map[string][]string{"bus": {BusVirtio, BusSCSI}}}, lacks("hotpluggable")},
		Rule{Facts{Has: []string{"cache"}, Not: map[string][]string{"cache": {"none"}}}, lacks("shareable")},
		Rule{is("io", "native"), not("cache", "writethrough", "writeback")},
		Rule{has("bootOrder"), lacks("boot")},
	)
	for _, field := range podHeld {
		rules = append(rules, Rule{has(field), lacks("hotpluggable")})
	}
	return rules
}

// podHeld are the fields by which a disk shows what is no volume of the cluster's storage.
var podHeld = []string{"ephemeralClaim", "containerDisk", "emptyDisk", "configMap", "secret", "sysprep"}

// sysprepRules say that the answers are in one of the two.
func sysprepRules() []Rule {
	return []Rule{
		{Facts{Lacks: []string{"configMap"}}, Facts{Has: []string{"secret"}}},
		{Facts{Has: []string{"configMap"}}, Facts{Lacks: []string{"secret"}}},
	}
}
