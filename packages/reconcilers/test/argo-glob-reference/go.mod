module lks.internal/fairway/argo-glob-reference

go 1.26.0

require (
	github.com/bmatcuk/doublestar/v4 v4.10.0
	github.com/gobwas/glob v0.2.3
)
