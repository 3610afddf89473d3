// Which templates does the comparison with Go go through?

/** What the templates see. `meta` is a map[string]string and `segments` a []string, as Argo CD has them. */
export const DATA = {
  name: 'web',
  empty: '',
  n: 3,
  f: 1.5,
  big: 1234567,
  huge: 1e21,
  small: 0.00001,
  neg: -7,
  yes: true,
  no: false,
  nothing: null,
  list: ['b', 'a', 'c', 'a'],
  numbers: [3, 1, 2.5],
  mixed: ['x', 1, true, null, { k: 'v' }, [1, 2]],
  none: [],
  map: { b: 'two', a: 1, c: { deep: 'value', list: [1, 2] } },
  bare: {},
  text: 'The quick Brown fox_jumps-over',
  lines: 'one\ntwo\n\nthree\n',
  umlaut: 'Füße 日本語 ok',
  html: `<a href="x">it's & 'more'</a>`,
  'key-with-dash': 'dashed',
  url: 'https://user:pa%20ss@example.test:8443/a/b%20c?q=1&r=2#frag',
  version: '1.2.3-beta.1+build.5',
  json: '{"a":[1,2,{"b":null}],"c":"<x>"}',
  yaml: 'a: 1\nb: [x, yes]\n',
  meta: { env: 'prod', team: 'a' },
  segments: ['apps', 'web', 'prod'],
  clusters: [
    { name: 'one', server: 'https://one.example.test' },
    { name: 'two', server: 'https://two.example.test' },
  ],
};
export const TYPED = ['meta', 'segments'];

/** One template a line; `⏎` stands for a line break in it. */
const CONSTRUCTS = `
plain text
{{.name}}
{{ .name }}|{{- " trimmed " -}}|  {{- .n -}}  end
a {{- /* comment */ -}} b
a {{/* comment */}} b
{{/* not closed }}
{{/* a */ }}
{{.nothing}} {{.missing}} {{.missing.deep}}
{{.nothing.deep}}
{{.name.deep}}
{{.map.c.deep}} {{.map.a}} {{.map.c.list}}
{{.list}} {{.map}} {{.mixed}} {{.none}} {{.bare}}
{{.n}} {{.f}} {{.big}} {{.huge}} {{.small}} {{.neg}} {{.yes}}
{{.meta}} {{.meta.env}} {{.meta.missing}} {{.segments}}
{{index .meta "missing"}}|{{index .map "missing"}}|{{index .map "a"}}
{{index .list 1}} {{index .mixed 4 "k"}} {{index .segments 2}} {{index .name 0}}
{{index .list 9}}
{{index .list "a"}}
{{index .list -1}}
{{index .map 1}}
{{index .nothing 1}}
{{index .map}}
{{index .list 1.0}}
{{index .list .n}}
{{index . "key-with-dash"}}
{{.key-with-dash}}
{{if .name}}yes{{else}}no{{end}}
{{if .empty}}yes{{else if .n}}elseif{{else}}no{{end}}
{{if not .empty}}not{{end}} {{if and .name .n}}and{{end}} {{if or .empty .no}}or{{else}}neither{{end}}
{{and .name .empty}}|{{and .name .n}}|{{or .empty .name}}|{{or .empty .no}}|{{and}}
{{or .name (fail "not reached")}} {{and .empty (fail "not reached")}}
{{.name | and true}} {{.name | or false}}
{{with .map}}{{.a}} {{$.name}}{{end}}
{{with .empty}}x{{else}}{{.name}}{{end}}
{{with .empty}}x{{else with .map}}{{.a}}{{else}}no{{end}}
{{with $x := .n}}{{$x}}{{.}}{{end}}
{{range .list}}{{.}},{{end}}
{{range $i, $e := .list}}{{$i}}={{$e}};{{end}}
{{range $e := .list}}{{$e}};{{end}}
{{range $k, $v := .map}}{{$k}}={{$v}};{{end}}
{{range $k, $v := .meta}}{{$k}}={{$v}};{{end}}
{{range .none}}x{{else}}empty{{end}}
{{range .nothing}}x{{else}}empty{{end}}
{{range .missing}}x{{else}}empty{{end}}
{{range 3}}{{.}}{{end}} {{range $i := 3}}{{$i}}{{end}} {{range 0}}x{{else}}none{{end}}
{{range $i, $e := 3}}{{$i}}{{end}}
{{range .n}}x{{end}}
{{range .name}}x{{end}}
{{range .list}}{{if eq . "a"}}{{continue}}{{end}}{{.}}{{if eq . "c"}}{{break}}{{end}}{{end}}
{{range .list}}{{range .}}x{{end}}{{end}}
{{break}}
{{range .list}}{{else}}{{break}}{{end}}
{{range .clusters}}{{.name}}@{{.server}} {{end}}
{{range .mixed}}[{{.}}]{{end}}
{{range .mixed}}[{{.k}}]{{end}}
{{$x := 1}}{{$x}}{{$x = 2}}{{$x}}
{{$x := 1}}{{if true}}{{$x = 2}}{{$y := 3}}{{$y}}{{end}}{{$x}}
{{if true}}{{$y := 3}}{{end}}{{$y}}
{{$x}}
{{$x = 1}}
{{$x := .map}}{{$x.c.deep}} {{($x).a}}
{{$}}
{{$.name}}
{{range $i, $e := .list}}{{$i = 9}}{{$i}}{{end}}
{{define "t"}}[{{.}}]{{end}}{{template "t" .name}}{{template "t"}}{{template "t" .n}}
{{define "t"}}{{$x := 1}}{{end}}{{template "t"}}{{$x}}
{{block "b" .map}}{{.a}}{{end}}{{template "b" .map}}
{{template "missing"}}
{{define "a"}}x{{end}}{{define "a"}}y{{end}}
{{define "loop"}}{{template "loop" .}}{{end}}{{template "loop" .}}
{{define "t"}}{{range .}}{{template "t" .}}{{else}}leaf{{end}}{{end}}{{template "t" (list (list) (list (list)))}}
{{if true}}{{define "inner"}}x{{end}}{{end}}
{{(index .list 0)}} {{(.map).c.deep}} {{(.map.c).deep | upper}}
{{.name | printf "%s-%s" "pre"}} {{printf "%s" .name | len}}
{{"quoted \\" \\t \\u00e9 \\x41 \\101"}} {{\`raw \\n\`}}
{{'a'}} {{'\\n'}} {{'\\u00e9'}}
{{1}} {{-1}} {{+1}} {{1.5}} {{1e3}} {{.5}} {{1.0}} {{0x1F}} {{0b101}} {{0o17}} {{017}} {{1_000}} {{0x1p4}}
{{08}}
{{1__0}}
{{0x}}
{{99999999999999999999}}
{{9223372036854775807}} {{-9223372036854775808}}
{{true}} {{false}} {{nil}}
{{nil | print}}
{{print nil}} {{print .nothing}} {{print .missing}}
{{"a" "b"}}
{{.name "b"}}
{{"a" | .name}}
{{"a" | "b"}}
{{1 | 2}}
{{.name |}}
{{| .name}}
{{}}
{{ }}
{{if}}x{{end}}
{{if .name}}
{{end}}
{{else}}
{{if .name}}x{{else}}y{{else}}z{{end}}
{{range}}{{end}}
{{nosuch .name}}
{{.name.}}
{{..name}}
{{.1}}
{{"a".b}}
{{1.b}}
{{nil.b}}
{{(nil).b}}
{{(printf "%s" .name).b}}
{{.name)}}
{{(.name}}
{{((.name))}}
{{.name @}}
{{.name "unterminated}}
{{'unterminated}}
{{''}}
{{'ab'}}
{{\`raw⏎line\`}}
{{"broken⏎line"}}
{{.name⏎}}
{{.name -}}   ⏎  next
{{- .name}}{{-3}}{{ -3 }}
{{-.name}}
{{.name-}}
{{"}}"}}
text }} text
{{ "a" -}}
{{template .name}}
{{template "x" | print}}
{{define .name}}x{{end}}
{{define "x" .}}x{{end}}
{{$a, $b := .map}}
{{range $a, $b, $c := .map}}{{end}}
{{range $a, 1 := .map}}{{end}}
{{with $a, $b := .map}}{{end}}
{{if $a := .name}}{{$a}}{{end}}
{{$x:=1}}{{$x}}
{{$x := 1 }}{{ $x | print | len }}
{{not}} {{not 1 2}}
{{len .list}} {{len .map}} {{len .name}} {{len .umlaut}} {{len .none}}
{{len .n}}
{{len .nothing}}
{{len nil}}
{{len 3}}
{{print 1 2}} {{print "a" 1 2 "b"}} {{print "a" "b"}} {{print .n .f}} {{println "a" 1}}x
{{print .list .map}} {{print}}
{{html .html}} {{.html | html}} {{html 1 2}} {{html .nothing}} {{html .list}}
{{js .html}} {{js "a\\\\b=\\n\\u2028日"}} {{js 1}}
{{urlquery .html}} {{urlquery "a b+c/d~e*f" 1}} {{urlquery .umlaut}}
{{eq 1 1}} {{eq 1 2}} {{eq "a" "b" "a"}} {{eq .n 3.0}} {{eq .name "web"}} {{eq .yes true}}
{{eq .n 3}}
{{eq .name 1}}
{{eq .nothing nil}} {{eq .missing nil}} {{eq nil nil}} {{eq .nothing 1}} {{eq 1 .nothing}}
{{eq .list .list}}
{{eq .map nil}} {{eq .list nil}}
{{eq .list 1}}
{{eq}}
{{eq 1}}
{{ne 1 2}} {{ne "a" "a"}} {{ne .nothing 1}}
{{lt 1 2}} {{le 2 2}} {{gt 3 2}} {{ge 2 3}} {{lt "a" "b"}} {{lt .f .n}} {{lt 1.5 2.5}}
{{lt 1 "a"}}
{{lt true false}}
{{lt .n 4}}
{{lt .nothing 4}}
{{lt (len .list) 9}} {{eq (len .list) 4}} {{eq (len .list | int64) 4}} {{lt .umlaut "z"}}
{{call .name}}
{{call nil}}
{{call}}
{{.name | quote | upper | len}}
{{/* only */}}
{{.map.missing.deeper}}
{{(.missing).x}}
{{.list.x}}
{{.n.x}}
{{.yes.x}}
{{$x := .missing}}{{$x.y}}
{{$x := .nothing}}{{$x.y}}
{{.name}}{{.name}}{{.name}}
`;

const PRINTF = `
{{printf "%s %d %v %q %t" .name 3 .f "x\\"y" true}}
{{printf "%d" .n}} {{printf "%s" .n}} {{printf "%v" .n}} {{printf "%.0f" .n}} {{printf "%d" "a"}}
{{printf "%05d|%-5d|%5d|%+d|% d|%x|%X|%o|%b|%c|%U|%#x|%#o|%O" 42 42 42 42 42 255 255 8 5 65 65 255 8 8}}
{{printf "%05d|%+05d|%x" -42 42 -255}}
{{printf "%.2f|%8.3f|%-8.1f|%08.2f|%+.1f|%f|%e|%g|%G|%E" 3.14159 3.14159 3.14159 3.14159 3.14159 1.5 1234.5678 1e21 1e-7 12.0}}
{{printf "%.3g|%g|%g|%g|%v|%.10g" 1234.5678 100000.0 1000000.0 0.0001 0.00001 123456.789}}
{{printf "%.0f %.0f %.0f %.1f %.2f %.3f" 0.5 1.5 2.5 0.25 1.005 2.0005}}
{{printf "%s|%10s|%-10s|%.2s|%5.1s|%q|%x|%X|% x|%#x|%#q|%+q" "go" "go" "go" "golang" "golang" "a\\tb" "hi" "hi" "hi" "hi" "raw" "é"}}
{{printf "%t|%v|%5t" true false true}}
{{printf "%v %v %v %v" .list .map .none .nothing}}
{{printf "%s %d" .list .list}}
{{printf "%q" .list}} {{printf "%x" .name}} {{printf "%q" .map}}
{{printf "%d" (list 1 2)}} {{printf "%05d" (list 1 2)}} {{printf "%v" (dict "a" 1)}}
{{printf "%%"}} {{printf "%"}} {{printf "%d"}} {{printf "a" 1}} {{printf "%d %d" 1}} {{printf "%z" 1}} {{printf "%!" 1}}
{{printf "%[2]d %[1]d" 1 2}} {{printf "%[3]d" 1}} {{printf "%[1]d %d" 1 2}} {{printf "%[x]d" 1}}
{{printf "%*d|%-*d|%.*f" 5 42 5 42 2 3.14159}}
{{printf "%T %T %T %T %T %T" 1 1.5 "a" true .list .map}}
{{printf "%T %T %T" .n .meta .segments}} {{printf "%T" nil}}
{{printf "%v" nil}} {{printf "%s" nil}} {{printf "%d" nil}}
{{printf .name}} {{printf 1}}
{{printf "%6.2f%%" 12.345}} {{printf "%s" true}} {{printf "%d" true}} {{printf "%c" 128512}} {{printf "%q" 65}}
{{printf "%5v|%-5v|%05v" "a" 1 2}} {{printf "%5v" .yes}} {{printf "%8v" .f}} {{printf "%+v" .map}} {{printf "%+v" .f}}
{{printf "%s" .umlaut}} {{printf "%.3s|%10s" .umlaut "日本"}} {{printf "%x" .umlaut}}
{{printf "%#v %#v" "a" 1}}
{{printf "%v|%s" .mixed .mixed}}
{{printf "%t" "x"}}
`;

const STRINGS = `
{{trim "  a b \\n"}}| {{trimAll "$-" "$-a$b-"}} {{trimall "x" "xax"}} {{trimSuffix "-" "a--"}} {{trimPrefix "-" "--a"}} {{trimSuffix "" "a"}}
{{upper .text}} {{lower .text}} {{title .text}} {{untitle "Hello World"}} {{title "it's o'neil 2nd über-cool"}} {{upper .umlaut}} {{lower "ÀÉ"}}
{{repeat 3 "ab"}} {{repeat 0 "a"}} {{"x" | repeat 2}}
{{repeat -1 "a"}}
{{repeat "3" "a"}}
{{repeat .n "a"}}
{{repeat (int .n) "a"}} {{repeat (add 1 1 | int) "a"}}
{{repeat (add 1 1) "a"}}
{{substr 0 3 .text}} {{substr 4 -1 .text}} {{substr -1 3 .text}} {{substr 2 100 .text}}
{{substr 5 2 .text}}
{{substr 100 -1 .text}}
{{trunc 5 .text}} {{trunc -5 .text}} {{trunc 100 .text}} {{trunc 0 .text}} {{trunc -100 .text}}
{{abbrev 10 .text}} {{abbrev 3 .text}} {{abbrev 4 .text}} {{abbrev 100 .text}} {{abbrevboth 5 10 .text}} {{abbrevboth 1 10 .text}} {{abbrevboth 5 6 .text}} {{abbrevboth 20 12 .text}}
{{contains "quick" .text}} {{hasPrefix "The" .text}} {{hasSuffix "over" .text}} {{contains "" .text}}
{{quote .name .n .nothing .list}} {{squote .name .n .nothing}} {{quote "a\\nb\\"c"}} {{quote}} {{quote .umlaut .f}}
{{cat "a" 1 .nothing true}} {{cat}} {{cat .list}}
{{indent 2 .lines}}|{{nindent 4 "a\\nb"}}
{{replace "a" "b" "banana"}} {{replace "" "-" "abc"}} {{"I Am Henry VIII" | replace " " "-"}}
{{plural "one" "many" 1}} {{plural "one" "many" 2}} {{len .list | plural "one" "many"}}
{{plural "one" "many" .n}}
{{nospace "a b\\tc\\nd"}} {{initials "First Try"}} {{initials .text}} {{swapcase .text}} {{nospace .umlaut}}
{{snakecase "FirstName"}} {{snakecase .text}} {{snakecase "HTTPServer2xx"}} {{snakecase "Bld4Floor3rd"}} {{snakecase "a-b c_d"}} {{snakecase "x1y2Z3"}} {{snakecase "--a--B"}}
{{camelcase "http_server"}} {{camelcase .text}} {{camelcase "HTTP_server-name"}} {{camelcase "_a"}} {{camelcase "a"}} {{camelcase "-"}} {{camelcase ""}}
{{kebabcase "FirstName"}} {{kebabcase .text}} {{kebabcase "FOO:BAR.baz"}} {{kebabcase "ABC123def"}}
{{wrap 10 .text}} {{wrap 5 "averyveryverylongword short"}} {{wrapWith 5 "-" "Hello World again"}} {{wrap 0 "a b"}} {{wrapWith 4 "" "abcdefghij"}}
{{wrap 80 .text}} {{wrap 6 "a  b   c    d"}}
{{toString .n}} {{toString .list}} {{toString .nothing}} {{toStrings .mixed}} {{toStrings .name}} {{toStrings .nothing}}
{{split "/" "a/b/c"}} {{(split "/" "a/b/c")._1}} {{splitn "/" 2 "a/b/c"}} {{splitList "," "a,b,c"}} {{splitList "" "abc"}} {{splitList "," ""}} {{splitn "/" 0 "a/b"}} {{splitn "/" -1 "a/b"}}
{{get (split "/" "a/b") "_0"}}
{{join "-" .list}} {{join "," .mixed}} {{join "," .numbers}} {{join "," .name}} {{join "/" .segments}} {{join "," .nothing}}
{{sortAlpha .list}} {{sortAlpha .name}} {{sortAlpha .numbers}} {{sortAlpha .segments}}
{{atoi "12"}} {{atoi "x"}} {{atoi "-5"}} {{atoi ""}} {{atoi "99999999999999999999"}}
{{upper .n}}
{{upper .nothing}}
{{upper .missing}}
{{upper nil}}
{{upper}}
{{upper "a" "b"}}
{{upper 1}}
{{trunc "5" "a"}}
{{hello}}
{{regexMatch "^a.*z$" "abcz"}} {{regexMatch "[" "a"}} {{regexFind "[a-z]+" "123abc456"}} {{regexFind "x" "abc"}}
{{mustRegexMatch "[" "a"}}
{{regexFind "(" "a"}}
{{regexFindAll "[0-9]" "1a2b3" -1}} {{regexFindAll "[0-9]" "1a2b3" 2}} {{regexFindAll "a*" "baaac" -1}} {{regexFindAll "x" "abc" -1}} {{regexFindAll "a" "aa" 0}}
{{regexReplaceAll "a(x*)b" "-ab-axxb-" "\${1}W"}} {{regexReplaceAll "a(x*)b" "-ab-axxb-" "$1W"}} {{regexReplaceAllLiteral "a(x*)b" "-ab-axxb-" "\${1}"}} {{regexReplaceAll "(?P<x>b+)" "abbc" "<$x>"}} {{regexReplaceAll "" "abc" "-"}} {{regexReplaceAll "b*" "abc" "X"}}
{{regexSplit "z+" "pizza" -1}} {{regexSplit "" "abc" -1}} {{regexSplit "," "a,b,c" 2}} {{regexSplit "," "" -1}} {{regexSplit "," ",a," -1}} {{regexSplit "z" "a" 0}}
{{regexQuoteMeta "1.2.3-[x]"}} {{regexMatch "\\\\pL+" .umlaut}} {{regexReplaceAll "[^a-z0-9]+" .text "-"}} {{regexReplaceAll "(?i)BROWN" .text "red"}}
{{fail "no"}}
`;

const COLLECTIONS = `
{{deepCopy nil}}
{{deepCopy (list nil 1)}}
{{deepCopy (dict "a" nil)}}
{{toYaml .}}
{{toYaml (dict "a" (repeat 30 "word " | trim) "b" (repeat 30 "k: v " | trim) "c" (repeat 120 "x") "d" (printf "%s\\n%s" (repeat 30 "word " | trim) "x") "e" (list (repeat 30 "word " | trim)) (repeat 30 "key " | trim) 1)}}
{{toYaml (dict "f" (dict "g" (repeat 20 "long  gap " | trim)) "h" (printf "%s\\u2028" (repeat 30 "q ")) "i" (list (dict "deep" (list (repeat 20 "some-longer-word and " | trim)))))}}
{{toYaml (dict "a" 1e20 "b" 9223372036854775807 "c" -0.5 "d" 18446744073709551615.0)}}
{{toYaml (dict "a" " \\n" "b" "\\n" "c" "\\na" "d" " a\\nb" "e" "a \\nb" "f" "a\\n b" "g" "a\\n\\n" "h" "a\\tb" "i" "\\t" "j" "a\\nb\\tc" "k" "é\\nü" "l" "a\\n " "m" "# x\\ny")}}
{{toYaml (repeat 20 "some words " | trim)}}|{{toYaml "a\\nb\\n"}}|{{toYaml (list "a\\nb" (list "c\\nd\\n"))}}
{{printf "%05t|%05v|%05c|%05q" true nil 65 65}}
{{list 1 "a" nil}} {{tuple 1 2}} {{list}} {{first .list}} {{last .list}} {{rest .list}} {{initial .list}} {{first .none}} {{rest .none}} {{last .none}} {{initial .none}}
{{first .name}}
{{first .nothing}}
{{mustFirst "x"}}
{{append .list "z"}} {{prepend .list "z"}} {{push .list 1}} {{mustAppend .list 2}} {{append .segments "x"}}
{{append .name "z"}}
{{reverse .list}} {{uniq .list}} {{without .list "a"}} {{without .list "a" "b"}} {{has "a" .list}} {{has 1 .numbers}} {{has 3.0 .numbers}} {{has "x" nil}} {{has "web" .segments}} {{compact .mixed}} {{uniq .mixed}}
{{has "x" "xyz"}}
{{slice .list 1}} {{slice .list 1 3}} {{slice .list}} {{slice .none}} {{slice .segments 1 2}} {{slice .list 0 .n}}
{{slice .list 3 9}}
{{slice .name 1}}
{{concat .list .numbers}} {{concat}} {{concat .list "x"}}
{{chunk 2 .list}} {{chunk 3 .none}} {{chunk 10 .list}} {{typeOf (chunk 2 .list)}}
{{seq 3}} {{seq 2 5}} {{seq 0 2 10}} {{seq 5 1}} {{seq 0 -2 -5}} {{seq}} {{seq 0}} {{seq 1 2 3 4}} {{seq 5 2 1}} {{seq -3}}
{{until 3}} {{until -3}} {{until 0}} {{untilStep 2 10 3}} {{untilStep 5 1 -2}} {{untilStep 1 5 -1}} {{untilStep 1 5 0}}
{{range until 3}}{{.}}{{end}} {{range $i := until (int .n)}}{{$i}}{{end}}
{{until .n}}
{{dict "a" 1 "b" 2}} {{dict "a"}} {{dict}} {{dict 1 2}} {{dict "a" (list 1)}}
{{get .map "a"}} {{get .map "x"}}| {{hasKey .map "a"}} {{hasKey .map "x"}} {{keys .map | sortAlpha}} {{values (dict "a" 1)}} {{pluck "a" .map (dict "a" 2) .bare}}
{{get .meta "env"}}
{{hasKey .meta "env"}}
{{get .nothing "a"}} {{hasKey .missing "a"}}
{{$d := dict "a" 1}}{{$_ := set $d "b" 2}}{{$d}}{{$_ := unset $d "a"}}{{$d}}
{{$d := dict}}{{range .list}}{{$_ := set $d . true}}{{end}}{{$d}}
{{set .nothing "a" 1}}
{{unset .nothing "a"}}
{{pick .map "a" "x"}} {{omit .map "a" "c"}} {{pick .map}}
{{merge (dict "a" 1) (dict "a" 2 "b" 3)}} {{mergeOverwrite (dict "a" 1) (dict "a" 2 "b" 3)}} {{merge (dict "x" (dict "a" 1)) (dict "x" (dict "b" 2))}} {{mergeOverwrite (dict "x" (dict "a" 1)) (dict "x" (dict "a" 2 "b" 3))}} {{merge (dict "a" "" "l" (list)) (dict "a" "x" "l" (list 1))}} {{mergeOverwrite (dict "a" 1 "l" (list 1 2)) (dict "a" "" "l" (list))}} {{mustMerge (dict) (dict "a" 1)}} {{mergeOverwrite (dict "a" 1) (dict "a" nil)}} {{merge (dict "a" nil) (dict "a" 1)}} {{mergeOverwrite (dict "a" (dict "b" 1)) (dict "a" 3)}} {{mergeOverwrite (dict "a" 3) (dict "a" (dict "b" 1))}} {{merge (dict "l" (list 1)) (dict "l" (list 2) "m" (list 3))}}
{{merge .map .meta}}
{{dig "c" "deep" "default" .map}} {{dig "c" "x" "default" .map}} {{dig "x" "y" "default" .map}}
{{dig "a" "x" "default" .map}}
{{dig "a" .map}}
{{dig "a" "b" .name}}
{{deepCopy .map}} {{mustDeepCopy .list}} {{deepEqual .list (list "b" "a" "c" "a")}} {{deepEqual .map .map}} {{deepEqual 1 1.0}} {{deepEqual .segments (list "apps" "web" "prod")}} {{deepEqual nil .nothing}}
{{default "d" .empty}} {{default "d" .name}} {{default "d" .missing}} {{default "d" 0}} {{default "d" .none}} {{default "d" .no}} {{default "d"}} {{.nothing | default "x"}} {{default "d" .n}}
{{empty .empty}} {{empty .list}} {{empty .nothing}} {{empty 0}} {{empty .bare}} {{empty .no}} {{empty .missing}}
{{coalesce .empty .nothing 0 "x" "y"}} {{coalesce .empty}} {{coalesce}} {{all 1 "a"}} {{all 1 ""}} {{all}} {{any 0 ""}} {{any 0 1}} {{any}}
{{ternary "a" "b" true}} {{ternary "a" "b" .no}} {{.yes | ternary "a" "b"}}
{{ternary "a" "b" .n}}
{{ternary "a" "b" "true"}}
{{typeOf .n}} {{typeOf .name}} {{typeOf .list}} {{typeOf .map}} {{typeOf .nothing}} {{typeOf .meta}} {{typeOf .segments}} {{typeOf 1}} {{typeOf (add 1 2)}} {{typeOf (until 1)}} {{typeOf 'a'}} {{typeOf (index .name 0)}} {{typeOf (split "/" "a")}} {{typeOf (semver "1.2.3")}}
{{kindOf .n}} {{kindOf .list}} {{kindOf .map}} {{kindOf .nothing}} {{kindOf "a"}} {{kindOf (semver "1.2.3")}} {{kindIs "map" .map}} {{typeIs "string" .name}} {{typeIsLike "semver.Version" (semver "1.2.3")}} {{kindIs "slice" .segments}} {{typeIs "[]string" .segments}}
{{if eq 1 (len (list 1))}}one{{end}} {{$l := list 1 2}}{{range $i, $v := $l}}{{$i}}{{$v}}{{end}}
{{range $i, $c := chunk 2 .list}}{{$i}}:{{join "+" $c}} {{end}}
{{range tuple 1 2 3}}{{.}}{{end}} {{range $k, $v := dict "b" 1 "a" 2}}{{$k}}{{$v}}{{end}}
`;

const NUMBERS = `
{{add 1 2 3}} {{add}} {{add "4" 1.9 true nil}} {{add1 5}} {{sub 5 3}} {{mul 2 3 4}} {{div 7 2}} {{div -7 2}} {{mod 7 3}} {{mod -7 3}} {{add .n 1}} {{add .name 1}}
{{div 1 0}}
{{mod 1 0}}
{{max 1 5 3}} {{min 4 2 8}} {{biggest 1 2}} {{maxf 1.5 2} {{minf 1.5 0.5}}
{{maxf 1.5 2}} {{minf 1.5 0.5}} {{max "9" 3}} {{max}}
{{addf 0.1 0.2}} {{add1f 1.5}} {{subf 1.5 0.5 0.1}} {{mulf 1.1 1.1}} {{divf 1 3}} {{divf 10 4}} {{addf}} {{addf 1e300 1}} {{mulf 0.1 3}} {{divf 2 3}} {{divf -2 3}}
{{divf 1 0}}
{{ceil 1.2}} {{floor 1.8}} {{floor -1.2}} {{round 1.2345 2}} {{round 1.5 0}} {{round 2.5 0}} {{round -1.5 0}} {{round 1.005 2}} {{round 123.555555 3 0.6}} {{ceil "2.3"}} {{round "1.26" 1}}
{{int "12"}} {{int "1.9"}} {{int "1.0"}} {{int 3.9}} {{int -3.9}} {{int true}} {{int .nothing}} {{int "x"}} {{int64 "0x10"}} {{int64 "010"}} {{float64 "1.5"}} {{float64 "x"}} {{float64 3}} {{int .huge}} {{int " 1"}} {{float64 "1e3"}} {{int64 "1_000"}} {{int "100"}} {{int "10.00"}}
{{toDecimal "777"}} {{toDecimal 777}} {{toDecimal "8"}} {{toDecimal "-17"}}
{{.n | int}} {{.f | int}} {{add .f .f}} {{mul .n 2}} {{printf "%d" (.n | int)}} {{eq (int .n) 3}}
{{add 9223372036854775807 1}} {{mul 9223372036854775807 2}}
{{if gt (len .list) 3}}more{{end}} {{if lt .n 5.0}}less{{end}} {{if and (gt .n 1.0) (lt .n 5.0)}}between{{end}}
{{round .n "1"}}
{{floor .name}} {{ceil nil}}
{{1.0}} {{1e6}} {{1e20}} {{123456.0}} {{1234567.0}} {{0.0001}} {{0.00001}} {{-0.0}} {{100000000000000000000.0}}
`;

const ENCODINGS = `
{{b64enc .text}} {{b64dec "aGVsbG8="}} {{b64dec "aGVsbG8"}} {{b32enc .name}} {{b32dec "O5SWE==="}} {{b64enc .umlaut}} {{b32enc "hello world"}} {{b32dec (b32enc .umlaut)}} {{b64dec (b64enc .umlaut)}}
{{b64dec "!!!"}}
{{b64dec "aGVs*G8="}}
{{sha1sum "a"}} {{sha256sum "a"}} {{sha512sum "a"}} {{adler32sum "Wikipedia"}} {{sha256sum .umlaut}}
{{toJson .map}} {{toJson .mixed}} {{toJson .html}} {{toRawJson .html}} {{toJson .n}} {{toJson .nothing}} {{toJson .meta}} {{toJson .segments}} {{toJson .huge}} {{toJson .small}} {{toJson .umlaut}} {{toJson 1}} {{toJson "a\\nb\\u2028"}} {{toJson (dict)}} {{toJson (list)}} {{toJson .big}}
{{toPrettyJson .map}} {{toPrettyJson .none}} {{mustToPrettyJson .mixed}} {{mustToJson .map}} {{mustToRawJson .map}}
{{fromJson .json}} {{(fromJson .json).c}} {{(index (fromJson .json).a 0)}} {{fromJson "x"}} {{fromJson "1"}} {{fromJson "\\"a\\""}}
{{mustFromJson "{"}}
{{toYaml .map}}⏎{{toYaml .list}}⏎{{toYaml .meta}}
{{toYaml .mixed}}⏎{{toYaml .name}} {{toYaml .n}} {{toYaml .f}} {{toYaml .nothing}} {{toYaml .none}} {{toYaml .bare}} {{toYaml .yes}} {{toYaml .huge}} {{toYaml .big}}
{{toYaml (dict "a" "yes" "b" "1" "c" "1.5" "d" "null" "e" "~" "f" "" "g" "true" "h" "0x1" "i" "2020-01-01" "j" "1:30" "k" "=" "l" "<<" "m" "on" "n" "y" "o" "N" "p" "1e3" "q" ".inf" "r" "-" "s" "0777" "t" "1_000")}}
{{toYaml (dict "a" "a: b" "b" "a #b" "c" "#a" "d" "- a" "e" "*a" "f" "&a" "g" "!a" "h" "{a" "i" "[a" "j" "a'b" "k" "'a" "l" "a\\"b" "m" "@a" "n" "%a" "o" " a" "p" "a " "q" "a:" "r" ":a" "s" "a,b" "t" "-a" "u" "?a" "v" "? a" "w" "|a" "x" ">a" "y" "---" "z" "\`a")}}
{{toYaml (dict "a" "l1\\nl2" "b" "l1\\nl2\\n" "c" "l1\\n\\nl2\\n\\n" "d" "tab\\there" "e" "cr\\rlf" "f" "\\u00e9" "g" "\\u2028" "h" "bell\\x07")}}
{{toYaml (dict "yes" 1 "1" 2 "a b" 3 "a:b" 4 "" 5)}}
{{toYaml (dict "list" (list 1 (list 2 3) (dict "a" 1 "b" (list))) "map" (dict "x" (dict "y" (dict "z" 1))))}}
{{toYaml (dict "a" "key: value" "b" "https://example.test:8443/a" "c" "a/b/*" "d" "{{" "e" "10.0.0.1" "f" "v1.2.3" "g" "1.2.3")}}
{{toYaml (list (dict "a" 1 "b" 2) "x" (list))}}
{{fromYaml .yaml}} {{(fromYaml .yaml).a}} {{fromYamlArray "- a\\n- 1\\n- yes\\n"}} {{fromYaml ""}} {{fromYamlArray ""}}
{{fromYaml "- a"}}
{{fromYamlArray "a: 1"}}
{{fromYaml "a: [1"}}
{{fromYaml "x"}}
{{urlParse .url}} {{(urlParse .url).host}} {{urlParse "/a/b?c"}} {{urlParse "mailto:a@b.test"}} {{urlParse "//host/x"}} {{urlParse ""}} {{urlParse "http://[::1]:80/x"}} {{urlParse "HTTP://Host"}} {{urlParse "a/b"}}
{{urlParse "http://a b/"}}
{{urlParse ":x"}}
{{urlParse "http://x/%zz"}}
{{urlParse "http://x:y/"}}
{{urlJoin (urlParse .url)}} {{urlJoin (dict "scheme" "https" "host" "h.test" "path" "a b/c" "query" "x=1" "fragment" "f g")}} {{urlJoin (dict)}} {{urlJoin (dict "path" "/x" "userinfo" "u:p" "host" "h")}} {{urlJoin (dict "scheme" "mailto" "opaque" "a@b.test")}}
{{urlJoin (dict "host" 1)}}
{{base "a/b/c.txt"}} {{dir "a/b/c.txt"}} {{ext "a/b/c.tar.gz"}} {{clean "a//b/../c/./d"}} {{isAbs "/a"}} {{base ""}} {{dir ""}} {{base "/"}} {{dir "/a"}} {{clean ""}} {{base "a/"}} {{dir "a/b/"}} {{ext "a.b/c"}} {{clean "/../a"}} {{osBase "x/y"}} {{osDir "x/y"}} {{osClean "x//y"}} {{osExt "x.y"}} {{osIsAbs "x"}} {{ext ".bashrc"}} {{dir "a"}} {{clean "../../a"}} {{clean "a/.."}}
`;

const VERSIONS = `
{{semver "1.2.3"}} {{(semver .version).Major}} {{(semver .version).Prerelease}} {{(semver .version).Metadata}} {{(semver "v1.2").Minor}} {{semver "v1.2"}} {{(semver "v1").Original}} {{semver .version}}
{{semver "x"}}
{{semver "1.2.3.4"}}
{{semver "01.2.3"}}
{{(semver "1.2.3").Nope}}
{{semverCompare ">=1.2.0" "1.3.0"}}
{{semverCompare "^1.2.0" "1.3.0"}}
{{semverCompare "~1.2.0" "1.3.0"}}
{{semverCompare "^1.2.0" "1.3.0-beta"}}
{{semverCompare ">=1.2.0-0" "1.3.0-beta"}}
{{semverCompare "1.2.x" "1.2.9"}}
{{semverCompare ">=1.0, <2.0" "1.5"}}
{{semverCompare "1.0 - 2.0" "1.5.0"}}
{{semverCompare "<1.0 || >=2.0" "2.1.0"}}
{{semverCompare "*" "1.2.3"}}
{{semverCompare "" "1.2.3"}}
{{semverCompare "!=1.2.3" "1.2.3"}}
{{semverCompare "=1.2.3" "1.2.3"}}
{{semverCompare "1.2.3" "v1.2.3"}}
{{semverCompare ">1.2" "1.3.0"}}
{{semverCompare ">1" "1.9.0"}}
{{semverCompare "<=1.2" "1.2.9"}}
{{semverCompare "^0.2.3" "0.2.9"}}
{{semverCompare "^0.0.3" "0.0.4"}}
{{semverCompare "~1" "1.9.0"}}
{{semverCompare ">=1.19.0-0 <1.25.0-0" "1.24.3-gke.1"}}
{{semverCompare "1.x.x" "1.4.5"}}
{{semverCompare "~>1.2" "1.2.7"}}
{{semverCompare "=>1.0" "1.0.0"}}
{{semverCompare ">=v1.2" "1.2.0"}}
{{semverCompare "!=1.2.x" "1.3.0"}}
{{semverCompare "^0" "0.9.0"}}
{{semverCompare "^0.x" "0.9.0"}}
{{semverCompare "~0.0.0" "3.0.0"}}
{{semverCompare ">=1.2.3 <=2.0.0" "1.2.3"}}
{{semverCompare "1.2.3 - 1.4" "1.4.9"}}
{{semverCompare ">0.x" "1.0.0"}}
{{semverCompare "<2.x" "1.9.9"}}
{{semverCompare "foo" "1.2.3"}}
{{semverCompare ">=1.0" "foo"}}
{{semverCompare ">= 1.0,, <2" "1.2.3"}}
{{semverCompare ">=1.0 ||" "0.1.0"}}
`;

const DATES = `
{{date "2006-01-02 15:04:05" 1700000000}} {{date "Jan 2, 2006 at 3:04pm (MST)" 1700000000}} {{dateInZone "15:04 -0700" 1700000000 "UTC"}} {{dateInZone "2006-01-02T15:04:05Z07:00" 1700000000 "UTC"}} {{htmlDate 1700000000}} {{htmlDateInZone 1700000000 "UTC"}} {{date "Monday Mon January Jan 1 01 2 02 _2 3 03 4 04 5 05 06 2006 PM pm 002 __2 Z0700 -07:00 -07" 1700000000}} {{date_in_zone "2006" 1700000000 "UTC"}}
{{toDate "2006-01-02" "2020-05-06"}} {{toDate "2006-01-02" "x"}} {{toDate "2006-01-02" "2020-05-06" | date "02/01/06"}} {{toDate "2006-01-02 15:04:05.000" "2020-05-06 07:08:09.123"}} {{toDate "2006-01-02T15:04:05Z07:00" "2020-05-06T07:08:09Z" | unixEpoch}} {{toDate "Jan 2 2006 3:04PM" "May 6 2020 7:08PM"}} {{toDate "2006-01-02" "2020-02-30"}}
{{mustToDate "2006-01-02" "x"}}
{{(toDate "2006-01-02" "2020-05-06").Year}} {{(toDate "2006-01-02" "2020-05-06").Format "Jan 2"}} {{(toDate "2006-01-02" "2020-05-06").Unix}}
{{toDate "2006-01-02" "2020-05-06" | dateModify "-1.5h"}} {{toDate "2006-01-02" "2020-05-06" | date_modify "x"}} {{toDate "2006-01-02" "2020-05-06" | mustDateModify "36h"}}
{{toDate "2006-01-02" "2020-05-06" | mustDateModify "x"}}
{{dateModify "1h" "x"}}
{{duration "95"}} {{duration 95}} {{duration (int64 3661)}} {{duration "x"}} {{duration "0"}} {{duration "-61"}}
{{durationRound "2h10m5s"}} {{durationRound "2400h"}} {{durationRound "40s"}} {{durationRound "500ms"}} {{durationRound (int64 90000000000)}} {{durationRound "-3m"}} {{durationRound "x"}}
{{toDate "2006-01-02" "2020-05-06" | toJson}} {{typeOf (toDate "2006-01-02" "2020-05-06")}}
{{dateInZone "2006-01-02 15:04 -0700" 1700000000 "Europe/Berlin"}} {{dateInZone "15:04" 1700000000 "No/Where"}} {{dateInZone "2006-01-02T15:04:05Z07:00" 1700000000 "America/New_York"}}
`;

const ARGO = `
{{normalize "Foo_Bar.Baz-"}} {{normalize "--a--"}} {{normalize "ÄÖ x"}} {{normalize ""}} {{.text | normalize}} {{normalize (repeat 300 "a") | len}}
{{slugify "Feature/ABC-123: A long name that goes on and on and on and on"}} {{slugify 23 "feat/areallylongpullrequestname"}} {{slugify 23 false "feat/a_really_long-name-here"}} {{slugify 23 true "feat/a_really_long-name-here"}} {{.text | slugify}} {{slugify 100 "x"}} {{slugify}} {{slugify "a.b_c"}} {{slugify 5 true "abcdefgh"}} {{slugify 0 "abc"}} {{slugify 3 true "abc-def"}} {{slugify 0 false "abc"}} {{slugify "a---b"}}
{{slugify .n "a"}}
{{slugify 5 "x" "a"}}
{{slugify 1}}
{{normalize 1}}
{{env "HOME"}}
{{expandenv "x"}}
{{getHostByName "x"}}
{{.path}} {{.segments | join "-" | normalize}} {{index .segments 0}}-{{last .segments}}
app-{{ .name | lower | trunc 3 }}-{{ .n }}
{{- range $c := .clusters }}{{ $c.name | upper }} {{ end -}}
{{- $env := default "dev" .meta.env -}}{{ if eq $env "prod" }}prod{{ else }}other{{ end }}
{{ with .map.c }}{{ range $i, $v := .list }}{{ if $i }},{{ end }}{{ $v }}{{ end }}{{ end }}
{{ dig "c" "missing" "fallback" .map }} {{ get .map "zzz" | default "none" }}
{{ printf "%s-%02d" .name (int .n) }} {{ .name | printf "%-10s|" }} {{ list .name .n | join "-" }}
{{ toYaml .clusters | nindent 4 }}
`;

function cases(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replaceAll('⏎', '\n'));
}

export const CASES: readonly string[] = [CONSTRUCTS, PRINTF, STRINGS, COLLECTIONS, NUMBERS, ENCODINGS, VERSIONS, DATES, ARGO].flatMap(
  cases,
);

/** These need an option to be worth asking. */
export const MISSING_KEY_CASES: readonly string[] = cases(`
{{.missing}}
{{.missing.deep}}
{{.map.missing}}
{{.nothing}}
{{.nothing.deep}}
{{.meta.missing}}
{{.meta.missing.deep}}
{{index .map "missing"}}
{{index .meta "missing"}}
{{if .missing}}x{{else}}y{{end}}
{{with .missing}}x{{end}}
{{range .missing}}x{{else}}y{{end}}
{{default "d" .missing}}
{{.missing | default "d"}}
{{upper .missing}}
{{print .missing}}
{{$x := .missing}}{{$x}}
{{$x := .missing}}{{$x.y}}
{{range .clusters}}{{.missing}}{{end}}
{{(.missing).deep}}
{{eq .missing "a"}}
{{and .no .missing}}
{{.name}}
`);
