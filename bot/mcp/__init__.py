"""The collection for other programs, by the Model Context Protocol: `tools` says what they may do, `addresses` how sections are
named, `server` puts it together, `running` serves it over pipes or HTTP. The package `mcp` is what speaks the protocol."""
