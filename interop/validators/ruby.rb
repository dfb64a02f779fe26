# json_schemer: `ruby ruby.rb SCHEMA DOCUMENTS` prints a line for each document, `true` or `false`.
# frozen_string_literal: true

require "json"
require "set" # json_schemer counts on it being there
require "json_schemer"

schema, documents = ARGV
validator = JSONSchemer.schema(JSON.parse(File.read(schema, encoding: "UTF-8"), max_nesting: false))
File.foreach(documents, encoding: "UTF-8") do |line|
  puts validator.valid?(JSON.parse(line, max_nesting: false))
end
