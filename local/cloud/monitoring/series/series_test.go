package series

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cxbridge/cxbridge/local/cloud/monitoring/evaluation"
)

var noon = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

func minute(m float64) time.Time { return noon.Add(time.Duration(m * float64(time.Minute))) }

func named(server string, continued bool) Stream {
	return Stream{Metric: Metric{CompartmentID: "c", Namespace: "servers", Name: "heat"}, Dimensions: map[string]string{"server": server}, Continued: continued}
}

// points are minute=value*count.
func points(list ...string) []evaluation.Point {
	var out []evaluation.Point
	for _, text := range list {
		p := evaluation.Point{Count: 1}
		var m float64
		fmt.Sscanf(text, "%f=%f*%d", &m, &p.Value, &p.Count)
		p.Time = minute(m)
		out = append(out, p)
	}
	return out
}

func show(streams []evaluation.Stream) string {
	var words []string
	for _, s := range streams {
		words = append(words, s.Dimensions["server"]+":")
		for _, p := range s.Points {
			words = append(words, fmt.Sprintf("%v=%v*%d", p.Time.Sub(noon).Minutes(), p.Value, p.Count))
		}
	}
	return strings.Join(words, " ")
}

var all = Selection{CompartmentIDs: []string{"c", "d"}, Namespace: "servers", Until: minute(1000)}

func TestPointsComeInOrder(t *testing.T) {
	var s Store
	s.Add(noon, named("B", false), points("2=5", "0=1", "1=3", "1=3*2", "1=4", "2.5=9")...)
	s.Add(noon, named("A", false), points("1=7")...)
	for _, tt := range []struct {
		from, to float64
		want     string
	}{
		{0, 3, "A: 1=7*1 B: 0=1*1 1=3*3 1=4*1 2=5*1 2.5=9*1"},
		{2, 2.5, "B: 2=5*1"},
		{2.5, 3, "B: 2.5=9*1"},
		{3, 9, ""},
		{2, 1, ""},
	} {
		if got := show(s.Source(all).Streams("heat", minute(tt.from), minute(tt.to))); got != tt.want {
			t.Errorf("%v to %v: %s, want %s", tt.from, tt.to, got, tt.want)
		}
	}
}

func TestASelectionSeesNoMoreThanItsOwn(t *testing.T) {
	var s Store
	s.Add(noon, named("A", false), points("0=1", "5=2")...)
	other := named("A", false)
	other.CompartmentID = "d"
	s.Add(noon, other, points("1=3")...)
	grouped := named("A", false)
	grouped.ResourceGroup = "row"
	s.Add(noon, grouped, points("2=4")...)
	for _, tt := range []struct {
		change func(*Selection)
		want   string
	}{
		{func(*Selection) {}, "A: 0=1*1 1=3*1 5=2*1"},
		{func(s *Selection) { s.CompartmentIDs = []string{"d"} }, "A: 1=3*1"},
		{func(s *Selection) { s.Namespace = "others" }, ""},
		{func(s *Selection) { s.ResourceGroup = "row" }, "A: 2=4*1"},
		{func(s *Selection) { s.Since = minute(1) }, "A: 1=3*1 5=2*1"},
	} {
		selection := all
		tt.change(&selection)
		if got := show(s.Source(selection).Streams("heat", minute(0), minute(9))); got != tt.want {
			t.Errorf("%+v: %s, want %s", selection, got, tt.want)
		}
	}
}

func TestAContinuedStreamHasZeros(t *testing.T) {
	var s Store
	s.Add(noon, named("A", true), points("1.5=1", "3=2")...)
	for _, tt := range []struct {
		from, to float64
		want     string
	}{
		{0, 6, "A: 1.5=1*1 2=0*1 3=2*1 4=0*1 5=0*1"},
		{0, 1.5, ""},
		{4, 6, "A: 4=0*1 5=0*1"},
		{8, 20, "A: 8=0*1 9=0*1"},
	} {
		selection := all
		selection.Until = minute(10)
		if got := show(s.Source(selection).Streams("heat", minute(tt.from), minute(tt.to))); got != tt.want {
			t.Errorf("%v to %v: %s, want %s", tt.from, tt.to, got, tt.want)
		}
	}
}

func TestOldPointsAreForgotten(t *testing.T) {
	var s Store
	s.Add(noon, named("A", false), points("0=1", "10=2")...)
	s.Add(noon, named("B", true), points("0=1")...)
	s.Forget(minute(5).Add(Retention))
	if got := show(s.Source(all).Streams("heat", minute(0), minute(20))); got != "A: 10=2*1" {
		t.Errorf("left: %s", got)
	}
	s.Forget(minute(11).Add(Retention))
	if left := s.Streams(func(Stream) bool { return true }); len(left) != 0 || len(s.metrics) != 0 {
		t.Errorf("left: %v", left)
	}
	for i := range maxPoints + 10 {
		s.Add(noon, named("A", false), evaluation.Point{Time: noon.Add(time.Duration(i) * time.Second), Value: 1, Count: 1})
	}
	if got := s.Source(all).Streams("heat", noon, minute(1e6))[0].Points; len(got) != maxPoints || got[0].Time != noon.Add(10*time.Second) {
		t.Errorf("%d points, the first of %v", len(got), got[0].Time)
	}
}

func TestADumpIsLoaded(t *testing.T) {
	var s, back Store
	s.Add(noon, named("A", true), points("0=1", "2=2*3")...)
	later := func(t time.Time) time.Time { return t.Add(time.Minute) }
	dumped, err := s.Dump(later)
	if err != nil {
		t.Fatal(err)
	}
	for _, data := range dumped {
		if err := back.Load(noon, data, later); err != nil {
			t.Fatal(err)
		}
	}
	selection := all
	selection.Until = minute(6)
	if got := show(back.Source(selection).Streams("heat", minute(0), minute(9))); got != "A: 2=1*1 3=0*1 4=2*3 5=0*1" {
		t.Errorf("loaded: %s", got)
	}
	if err := back.Load(noon, []byte("{"), later); err == nil {
		t.Error("half a stream was loaded")
	}
}

func TestAMetricHasTheDimensionsOfAllItsStreams(t *testing.T) {
	var s Store
	s.Add(noon, named("A", false), points("0=1")...)
	selection := func(namespace, group string) Selection {
		return Selection{CompartmentIDs: []string{"b", "c"}, Namespace: namespace, ResourceGroup: group, Since: minute(5)}
	}
	for _, tt := range []struct {
		Selection
		metric, dimension string
		want              bool
	}{
		{selection("servers", ""), "heat", "server", true},
		{selection("servers", ""), "heat", "rack", false},
		{selection("servers", ""), "cold", "server", false},
		{selection("others", ""), "heat", "server", false},
		{selection("servers", "row"), "heat", "server", false},
	} {
		if got := s.Source(tt.Selection).Has(tt.metric, tt.dimension); got != tt.want {
			t.Errorf("%v %s has %s: %v", tt.Selection, tt.metric, tt.dimension, got)
		}
	}
}
