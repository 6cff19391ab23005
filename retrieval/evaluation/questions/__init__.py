"""Where labelled questions come from: `files` as people and programs write them, `sets` with their documents, `beir`; `writing` adds one."""
