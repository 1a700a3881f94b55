# Starts and stops one PostgreSQL on orders read from standard input, and
# removes it at their end. Answers each order with one line: ok, or failed.
bin=$1 dir=$2

# The sorting of a language, not of bytes: what leans on SQLite's order fails here.
create() {
	"$bin/initdb" -D "$dir/data" -U postgres --auth=trust --no-sync --encoding=UTF8 \
		--locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US
}

# Only a socket in a private directory: no port to collide on, nobody else gets in.
# Durable as in earnest (fsync and synchronous_commit on): the store refuses less.
serve() {
	"$bin/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= \
		-c fsync=on -c synchronous_commit=on -c full_page_writes=off -c shared_buffers=64MB \
		-c max_connections=200 -c max_wal_senders=0 -c wal_level=minimal -c log_min_messages=warning
	: >"$dir/ended"
}

start_once() {
	rm -f "$dir/ended"
	serve &
	server=$!
	until "$bin/pg_isready" -q -h "$dir"; do
		[ ! -e "$dir/ended" ] || return 1
		sleep 0.05
	done
}

# After a crash the orphaned children hold the shared memory for a moment.
start() {
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		start_once && return 0
		sleep 0.2
	done
	return 1
}

crash() {
	kill -KILL "$(head -n 1 "$dir/data/postmaster.pid")" && wait "$server"
}

answer() {
	if "$@" >>"$dir/log" 2>&1; then echo ok; else echo failed; fi
}

create_and_start() { create && start; }

answer create_and_start
while read -r order; do
	answer "$order"
done
"$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1
wait # for the last file that serve writes, or it would come back into the removed directory
cd / && rm -rf "$dir"
