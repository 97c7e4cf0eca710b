package evaluation

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cxbridge/cxbridge/shared/mql"
)

// random gives some streams in pools with whole values, so that sums are exact in any order.
func random(rng *rand.Rand, streams int) memory {
	var all []Stream
	for i := range streams {
		s := stream(fmt.Sprintf("host=h%d pool=p%d", i, rng.IntN(5)))
		for at := -10 * time.Minute; at < 0; at += time.Duration(1+rng.IntN(120)) * time.Second {
			s.Points = append(s.Points, Point{Time: noon.Add(at), Value: float64(rng.IntN(1000) - 500), Count: rng.IntN(4)})
		}
		all = append(all, s)
	}
	return memory{"m": all}
}

func TestStatisticsAgree(t *testing.T) {
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 1))
		source := random(rng, 1+rng.IntN(30))
		for _, group := range []string{``, `.groupBy(pool)`, `.grouping()`} {
			values := func(statistic string) []Result {
				return At(must(mql.Parse(`m[5m]`+group+`.`+statistic)), source, noon)
			}
			sums, counts, means := values(`sum()`), values(`count()`), values(`mean()`)
			lowest, median, highest := values(`min()`), values(`percentile(0.5)`), values(`max()`)
			for i := range sums {
				if off := means[i].Value*counts[i].Value - sums[i].Value; math.Abs(off) > 1e-6 {
					t.Errorf("seed %d%s: mean times count is off the sum by %v", seed, group, off)
				}
				if median[i].Value < lowest[i].Value || median[i].Value > highest[i].Value {
					t.Errorf("seed %d%s: median %v is not between %v and %v", seed, group, median[i].Value, lowest[i].Value, highest[i].Value)
				}
			}
		}
	}
}

// Groups divide the streams: what they have adds up to what all have.
func TestGroupsAddUp(t *testing.T) {
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 2))
		source := random(rng, 1+rng.IntN(30))
		want := at(t, source, `m[5m].grouping().sum()`, noon)
		for _, query := range []string{`m[5m].groupBy(pool).sum().grouping().sum()`, `m[5m].sum().grouping().sum()`} {
			if diff := cmp.Diff(want, at(t, source, query, noon)); diff != "" {
				t.Errorf("seed %d: %s (-want +got):\n%s", seed, query, diff)
			}
		}
	}
}

// Nothing depends on the order in which the source gives streams, nor is what it gives changed.
func TestOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	source := random(rng, 30)
	for i := range source["m"] {
		for j := range source["m"][i].Points {
			source["m"][i].Points[j].Value = rng.NormFloat64()
		}
	}
	for _, query := range []string{`m[5m].mean()`, `m[5m].grouping().sum()`, `m[5m].groupBy(pool).last()`, `m[5m].groupBy(pool).percentile(0.3)`,
		`m[5m].sum() / m[5m].grouping().sum() > 0.01`, `m[5m].groupBy(pool).rate() > 0 || m[5m].grouping().max() > 1`} {
		want := at(t, source, query, noon)
		shuffled := memory{"m": append([]Stream{}, source["m"]...)}
		rng.Shuffle(len(shuffled["m"]), func(i, j int) {
			shuffled["m"][i], shuffled["m"][j] = shuffled["m"][j], shuffled["m"][i]
		})
		before := fmt.Sprint(shuffled)
		if diff := cmp.Diff(want, at(t, shuffled, query, noon)); diff != "" {
			t.Errorf("%s in another order (-want +got):\n%s", query, diff)
		}
		if fmt.Sprint(shuffled) != before {
			t.Errorf("%s changed the source", query)
		}
	}
}
