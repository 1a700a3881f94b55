package server

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/guideops/guideops/internal/store"
)

// A backup file is a compressed tar: manifest.json, the rows, the files and
// keys of the data directory, and end.json, without which it is not whole.
const (
	archiveFormat = 1
	manifestName  = "manifest.json"
	endName       = "end.json"
	rowsPrefix    = "rows/"
	// maxEntry bounds what is held in memory of a damaged or forged file.
	maxEntry = 256 << 20
)

// savedDirs are the directories under the data directory that a backup holds.
var savedDirs = [...]string{"files", "keys"}

type manifest struct {
	Format    int    `json:"format"`
	Schema    int64  `json:"schema"`
	Version   string `json:"version"`
	CreatedMS int64  `json:"created_ms"`
}

type ending struct {
	Rows  map[string]int64 `json:"rows"`
	Files int              `json:"files"`
}

type archiveWriter struct {
	gz    *gzip.Writer
	tar   *tar.Writer
	parts int
	files int
}

func newArchiveWriter(w io.Writer) (*archiveWriter, error) {
	gz, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	return &archiveWriter{gz: gz, tar: tar.NewWriter(gz)}, nil
}

func (a *archiveWriter) entry(name string, body []byte) error {
	if err := a.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(body)), Format: tar.FormatPAX}); err != nil {
		return err
	}
	_, err := a.tar.Write(body)
	return err
}

func (a *archiveWriter) json(name string, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return a.entry(name, body)
}

// rows takes the parts of store.Export.
func (a *archiveWriter) rows(table string, body []byte) error {
	a.parts++
	return a.entry(fmt.Sprintf("%s%06d-%s.jsonl", rowsPrefix, a.parts, table), body)
}

// addFiles adds the files of the data directory.
func (a *archiveWriter) addFiles(dataDir string) error {
	for _, dir := range savedDirs {
		err := filepath.WalkDir(filepath.Join(dataDir, dir), func(name string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil // no such directory, or a file that was removed meanwhile
			}
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			return a.addFile(dataDir, name)
		})
		if err != nil {
			return fmt.Errorf("back up %s: %w", dir, err)
		}
	}
	return nil
}

func (a *archiveWriter) addFile(dataDir, name string) (err error) {
	rel, err := filepath.Rel(dataDir, name)
	if err != nil {
		return err
	}
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	h := &tar.Header{Name: filepath.ToSlash(rel), Mode: 0o600, Size: info.Size(), ModTime: info.ModTime(), Format: tar.FormatPAX}
	if err := a.tar.WriteHeader(h); err != nil {
		return err
	}
	a.files++
	_, err = io.CopyN(a.tar, f, info.Size())
	return err
}

func (a *archiveWriter) close() error { return errors.Join(a.tar.Close(), a.gz.Close()) }

type archiveReader struct {
	tar     *tar.Reader
	staging string // where files wait until the rows are in
	files   []string
	end     *ending
}

func newArchiveReader(r io.Reader, staging string) (*archiveReader, manifest, error) {
	gz, err := gzip.NewReader(r)
	if err != nil {
		return nil, manifest{}, fmt.Errorf("this is not a backup of GuideOps: %w", noEOF(err))
	}
	a := &archiveReader{tar: tar.NewReader(gz), staging: staging}
	var m manifest
	h, err := a.tar.Next()
	if err != nil || h.Name != manifestName {
		return nil, m, errors.Join(errors.New("this is not a backup of GuideOps: it does not begin with a manifest"), err)
	}
	if err := a.json(h, &m); err != nil {
		return nil, m, err
	}
	known, err := store.SchemaVersion()
	if err == nil && (m.Format != archiveFormat || m.Schema > known) {
		err = fmt.Errorf("the backup was made by a newer GuideOps (%s): restore it with that version", m.Version)
	}
	return a, m, err
}

func (a *archiveReader) json(h *tar.Header, v any) error {
	body, err := a.body(h)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, v); err != nil {
		return fmt.Errorf("read %s of the backup: %w", h.Name, err)
	}
	return nil
}

func (a *archiveReader) body(h *tar.Header) ([]byte, error) {
	if h.Size > maxEntry {
		return nil, fmt.Errorf("%s of the backup has %d bytes: the file is damaged", h.Name, h.Size)
	}
	var b bytes.Buffer
	_, err := io.Copy(&b, a.tar)
	return b.Bytes(), err
}

// next gives the next part of the rows, and io.EOF at the end of a whole file.
// Files on the way are put aside.
func (a *archiveReader) next() ([]byte, error) {
	for {
		h, err := a.tar.Next()
		if errors.Is(err, io.EOF) && a.end != nil {
			return nil, io.EOF
		}
		if err != nil {
			return nil, fmt.Errorf("the backup is not whole: %w", noEOF(err))
		}
		switch {
		case strings.HasPrefix(h.Name, rowsPrefix):
			return a.body(h)
		case h.Name == endName:
			a.end = &ending{}
			if err := a.json(h, a.end); err != nil {
				return nil, err
			}
		default:
			if err := a.putAside(h); err != nil {
				return nil, err
			}
		}
	}
}

// noEOF keeps an early end from being taken for the end.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (a *archiveReader) putAside(h *tar.Header) (err error) {
	name := filepath.FromSlash(h.Name)
	top, _, _ := strings.Cut(h.Name, "/")
	if !filepath.IsLocal(name) || !slices.Contains(savedDirs[:], top) || h.Typeflag != tar.TypeReg {
		return fmt.Errorf("the backup holds %.60q, which does not belong there", h.Name)
	}
	to := filepath.Join(a.staging, name)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := io.Copy(f, a.tar); err != nil {
		return err
	}
	a.files = append(a.files, name)
	return f.Sync()
}

// confirm compares what was read with what the backup says it holds.
func (a *archiveReader) confirm(rows map[string]int64) error {
	if !maps.Equal(rows, a.end.Rows) || len(a.files) != a.end.Files {
		return errors.New("the backup does not hold what its end says: it is damaged")
	}
	return nil
}

// install moves the files to where they belong.
func (a *archiveReader) install(dataDir string) error {
	for _, name := range a.files {
		to := filepath.Join(dataDir, name)
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return err
		}
		if err := os.Rename(filepath.Join(a.staging, name), to); err != nil {
			return err
		}
	}
	return nil
}

// archive writes everything that there is into w.
func archive(ctx context.Context, s *store.Store, cfg *Config, w io.Writer) (ending, error) {
	schema, err := store.SchemaVersion()
	if err != nil {
		return ending{}, err
	}
	a, err := newArchiveWriter(w)
	if err != nil {
		return ending{}, err
	}
	if err := a.json(manifestName, manifest{archiveFormat, schema, cfg.Version, s.NowMS()}); err != nil {
		return ending{}, err
	}
	// Rows before files: what a row names was written before the row, so it is
	// there when the files are read; a file that no row names harms nobody.
	rows, err := s.Export(ctx, a.rows)
	if err != nil {
		return ending{}, err
	}
	if err := a.addFiles(cfg.DataDir); err != nil {
		return ending{}, err
	}
	end := ending{Rows: rows, Files: a.files}
	return end, errors.Join(a.json(endName, end), a.close())
}
