package app

import (
	"context"
	"errors"
	"math"
	"strings"
	"time"

	"github.com/guideops/guideops/internal/chat"
	"github.com/guideops/guideops/internal/store"
)

const (
	jobLease    = 5 * time.Minute
	jobAttempts = 8 // over about nine hours: a mail server may be down for a night
	jobPoll     = 15 * time.Second
	jobBatch    = 20
	jobErrorMax = 300
)

const jobMail = "mail"

// RunJobs does promised work until ctx ends. Several nodes may run it: a job is
// leased before it is done.
func (a *App) RunJobs(ctx context.Context) error {
	tick := time.NewTicker(jobPoll)
	defer tick.Stop()
	for {
		if err := a.DoJobs(ctx); err != nil && ctx.Err() == nil {
			a.log.Error("run jobs", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-a.jobBell:
		case <-tick.C:
		}
	}
}

// ringJobs wakes the worker after a commit that promised work.
func (a *App) ringJobs() {
	select {
	case a.jobBell <- struct{}{}:
	default:
	}
}

// DoJobs does what is due now.
func (a *App) DoJobs(ctx context.Context) error {
	if a.cfg.Mail == nil {
		return nil // what waits, waits for a mail server to be configured
	}
	for {
		jobs, err := a.store.DueJobs(ctx, jobMail, jobBatch)
		if err != nil || len(jobs) == 0 {
			return err
		}
		for _, j := range jobs {
			if err := a.doJob(ctx, j); err != nil {
				return err
			}
		}
	}
}

// doJob leases a job, does it outside any transaction, and notes the outcome.
func (a *App) doJob(ctx context.Context, j store.Job) error {
	leased := false
	err := a.store.Write(ctx, j.Workspace, func(tx *store.Tx) (err error) {
		leased, err = tx.LeaseJob(j.ID, tx.NowMS()+jobLease.Milliseconds())
		return err
	})
	if err != nil || !leased {
		return err
	}
	done := a.sendMail(ctx, j)
	if ctx.Err() != nil {
		return ctx.Err() // stopping: the lease runs out and the job runs again
	}
	return a.store.Write(ctx, j.Workspace, func(tx *store.Tx) error {
		switch {
		case done == nil:
			return tx.FinishJob(j.ID)
		case j.Attempts+1 >= jobAttempts || errors.Is(done, ErrHopeless):
			return giveUp(tx, j, done)
		}
		wait := time.Duration(math.Exp2(float64(j.Attempts))) * 4 * time.Minute
		return tx.RetryJob(j.ID, tx.NowMS()+wait.Milliseconds(), shorten(done.Error()))
	})
}

// ErrHopeless marks work that will not succeed however often it is tried.
var ErrHopeless = errors.New("it will not work another time either")

// giveUp tells the admins: nothing fails silently.
func giveUp(tx *store.Tx, j store.Job, why error) error {
	if err := tx.FailJob(j.ID, shorten(why.Error())); err != nil {
		return err
	}
	return noticeAdmins(tx, "job_failed", map[string]any{"kind": j.Kind, "job_id": j.ID, "reason": shorten(why.Error())})
}

// shorten makes a foreign server's words fit to be stored.
func shorten(s string) string {
	if len(s) > jobErrorMax {
		s = s[:jobErrorMax]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "")
}

// noticeAdmins tells all admins of the company something that they can act on.
func noticeAdmins(tx *store.Tx, kind string, data any) error {
	for _, u := range tx.Dir().Users() {
		if !u.Role.AtLeast(chat.Admin) || chat.Active(u, tx.NowMS()) != nil {
			continue
		}
		if err := tx.InsertNotice(u.ID, kind, data); err != nil {
			return err
		}
	}
	return nil
}
