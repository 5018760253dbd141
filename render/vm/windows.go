package vm

// What Windows runs best with, as KubeVirt's own templates have it (1.9): the interface of Hyper-V and its clock.

// Clock of the guest.
type Clock struct {
	Timer Timer `json:"timer"`
	UTC   Empty `json:"utc"`
}

// Timer has the clocks that the guest finds.
type Timer struct {
	HPET   HPET  `json:"hpet"`
	Hyperv Empty `json:"hyperv"`
	PIT    Ticks `json:"pit"`
	RTC    Ticks `json:"rtc"`
}

// HPET is there or not.
type HPET struct {
	Present bool `json:"present"`
}

// Ticks says what becomes of ticks that come too late.
type Ticks struct {
	Policy string `json:"tickPolicy"`
}

// Hyperv is the interface of Hyper-V that the guest finds.
type Hyperv struct {
	Frequencies     *Empty     `json:"frequencies,omitempty"`
	IPI             *Empty     `json:"ipi,omitempty"`
	Reenlightenment *Empty     `json:"reenlightenment,omitempty"`
	Relaxed         *Empty     `json:"relaxed,omitempty"`
	Reset           *Empty     `json:"reset,omitempty"`
	Runtime         *Empty     `json:"runtime,omitempty"`
	Spinlocks       *Spinlocks `json:"spinlocks,omitempty"`
	SyNIC           *Empty     `json:"synic,omitempty"`
	SyNICTimer      *Direct    `json:"synictimer,omitempty"`
	TLBFlush        *Empty     `json:"tlbflush,omitempty"`
	VAPIC           *Empty     `json:"vapic,omitempty"`
	VendorID        *VendorID  `json:"vendorid,omitempty"`
	VPIndex         *Empty     `json:"vpindex,omitempty"`
}

// Spinlocks is how often the guest tries before it waits.
type Spinlocks struct {
	Retries int `json:"spinlocks"`
}

// Direct timers reach the guest without the emulator.
type Direct struct {
	Direct Empty `json:"direct"`
}

// VendorID is the vendor that the guest is told.
type VendorID struct {
	VendorID string `json:"vendorid"`
}

func windowsClock() *Clock {
	return &Clock{Timer: Timer{PIT: Ticks{"delay"}, RTC: Ticks{"catchup"}}}
}

func windowsHyperv() *Hyperv {
	on := &Empty{}
	return &Hyperv{
		Frequencies: on, IPI: on, Reenlightenment: on, Relaxed: on, Reset: on, Runtime: on, Spinlocks: &Spinlocks{8191},
		SyNIC: on, SyNICTimer: &Direct{}, TLBFlush: on, VAPIC: on, VPIndex: on,
	}
}
