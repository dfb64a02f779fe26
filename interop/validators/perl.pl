# JSON::Validator: `perl perl.pl SCHEMA DOCUMENTS` prints a line for each document, `true` or `false`.
use strict;
use warnings;

use JSON::PP ();
use JSON::Validator;

my ($schema, $documents) = @ARGV;
my $json = JSON::PP->new->utf8->allow_nonref;

sub opened {
    my ($path) = @_;
    open my $file, '<:raw', $path or die "$path: $!";
    return $file;
}

my $text = do { local $/; my $file = opened($schema); <$file> };
my $validator = JSON::Validator->new->schema($json->decode($text));
# It asks a year, which is a number, for the format of a date, which is one of texts. The pattern decides anyway.
$validator->schema->formats->{date} = sub { return undef };
my $lines = opened($documents);
while (my $line = <$lines>) {
    my @errors = $validator->validate($json->decode($line));
    print @errors ? "false\n" : "true\n";
}
