package connect

import (
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/cxbridge/cxbridge/local/desk/problem"
	"github.com/cxbridge/cxbridge/local/desk/site"
	"github.com/cxbridge/cxbridge/local/desk/store"
)

// input reads the request's body: one JSON object, of a limited length.
func (c *call) input() (map[string]any, error) {
	body, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, c.MaxBody))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return nil, problem.New(problem.Write, "The body is larger than %d bytes", c.MaxBody).With(http.StatusRequestEntityTooLarge)
	}
	if err != nil {
		return nil, problem.New(problem.NoData, "The body could not be read")
	}
	if len(body) == 0 {
		return nil, problem.New(problem.NoData, "The body is empty; a JSON object is expected")
	}
	object, err := store.Decode(body)
	if err != nil {
		return nil, problem.New(problem.JSON, "The body is not a JSON object: %v", err)
	}
	return object, nil
}

func (c *call) schema() *site.Schema { return c.Site.Schema(c.target.at(0)) }

func (c *call) list() *site.Field { return c.schema().Field(c.target.at(2)) }

func (c *call) create() error {
	input, err := c.input()
	if err != nil {
		return err
	}
	record, err := c.Site.Create(c.schema().Name, input, Suppressed(c.r))
	if err != nil {
		return err
	}
	return c.write(http.StatusCreated, c.renderer().record(record, everything))
}

func (c *call) get() error {
	record, err := c.Site.Get(c.schema().Name, c.target.id)
	if err != nil {
		return err
	}
	return c.answer(record)
}

// answer is one record, with what fields and expand choose of it.
func (c *call) answer(record *store.Record) error {
	chosen, err := c.choice(record.Kind)
	if err != nil {
		return err
	}
	return c.write(http.StatusOK, c.renderer().record(record, chosen))
}

// update answers 200 without a body (HTTP Methods).
func (c *call) update() error {
	input, err := c.input()
	if err != nil {
		return err
	}
	return c.Site.Update(c.schema().Name, c.target.id, input, Suppressed(c.r))
}

func (c *call) delete() error { return c.Site.Delete(c.schema().Name, c.target.id) }

// referenced answers the record that a record refers to.
func (c *call) referenced() error {
	record, err := c.Site.Get(c.schema().Name, c.target.id)
	if err != nil {
		return err
	}
	f := c.list()
	to, _ := record.Document[f.Name].(map[string]any)
	id, ok := to["id"].(int64)
	if !ok {
		return problem.New(problem.UnknownResource, "%s is empty", f.Name)
	}
	if record, err = c.Site.Get(f.To, id); err != nil {
		return err
	}
	return c.answer(record)
}

// elements lists a sub-collection: stubs, or all of each if fields or expand is given.
func (c *call) elements() error {
	record, err := c.Site.Get(c.schema().Name, c.target.id)
	if err != nil {
		return err
	}
	chosen, err := c.elementChoice()
	if err != nil {
		return err
	}
	f := c.list()
	address := c.renderer().address(record) + "/" + f.Name
	return c.write(http.StatusOK, c.renderer().elements(f, record.Document, chosen, address))
}

func (c *call) element() error {
	record, err := c.Site.Get(c.schema().Name, c.target.id)
	if err != nil {
		return err
	}
	f := c.list()
	element, err := site.Element(f, record.Document, c.target.key)
	if err != nil {
		return err
	}
	return c.write(http.StatusOK, c.renderer().element(f, element, everything, c.renderer().address(record)+"/"+f.Name))
}

func (c *call) append() error {
	input, err := c.input()
	if err != nil {
		return err
	}
	f := c.list()
	added, err := c.Site.Append(c.schema().Name, c.target.id, f, input, Suppressed(c.r))
	if err != nil {
		return err
	}
	address := fmt.Sprintf("%s/%s/%d/%s", c.renderer().base, c.schema().Name, c.target.id, f.Name)
	return c.write(http.StatusCreated, c.renderer().element(f, added, everything, address))
}

func (c *call) updateElement() error {
	input, err := c.input()
	if err != nil {
		return err
	}
	return c.Site.UpdateElement(c.schema().Name, c.target.id, c.list(), c.target.key, input, Suppressed(c.r))
}

func (c *call) deleteElement() error {
	if c.list().Key == "" {
		return problem.NotSimulated("deleting an element of %s", c.list().Name)
	}
	return c.Site.DeleteElement(c.schema().Name, c.target.id, c.list(), c.target.key, Suppressed(c.r))
}
