using System.Text;
using Azukari.Ledger;
using CsCheck;

namespace Azukari.Tests.Ledger;

/// <summary>Reading an entry by guessing it from the one before is reading it, or finding out that it is another.</summary>
public sealed class EntrySeriesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 1, 3, 0, 0, TimeSpan.Zero);

    private static readonly Gen<LedgerEntry> Entries = Gen.Select(Gen.Int[0, 1], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 1], Gen.Int[0, 2], Gen.Long[0, 9_000_000_000]).Select((kind, who, about, items, clause, at) =>
    {
        var time = Noon.AddTicks(at * 10);
        return new LedgerEntry(EntryId.New(time), time, kind == 0 ? EntryKind.Used : EntryKind.Refused)
        {
            Accessor = who == 0 ? null : $"op.{who}", Subject = about == 0 ? null : Pseudonym.New(), Case = about switch { 0 => null, 1 => "order:7", _ => "order:1008" },
            Items = items == 0 ? ["name"] : ["address", "name"], Clauses = clause == 0 ? [] : ["purpose.ship"], Reason = clause == 2 ? "time" : null, Purpose = "purpose.ship",
        };
    });

    [Fact]
    public void A_guess_is_what_reading_gives_or_none() => Gen.Select(Entries, Entries, Gen.Int[0, 400]).Sample(
        (before, entry, at) =>
        {
            var json = entry.ToCanonicalJson();
            var (id, subject) = (entry.Id.ToBytes(), entry.Subject?.ToBytes() ?? []);
            if (EntryReader.Guess(json, before, id, subject) is { } guessed) Assert.Equal(entry, guessed);
            Assert.Equal(entry, EntryReader.Guess(json, entry, id, subject));

            var damaged = json.ToArray();
            damaged[at % json.Length] ^= 0x01;
            // Another time or case may be a sound entry: then it is the one that reading gives, which its hash tells from the one that was written.
            if (EntryReader.Guess(damaged, entry, id, subject) is { } other) Assert.Equal(LedgerEntry.FromCanonicalJson(damaged), other);
        }, iter: 5_000);

    [Fact]
    public void What_differs_from_its_columns_is_never_guessed()
    {
        var entry = new LedgerEntry(EntryId.New(Noon), Noon, EntryKind.Used) { Subject = Pseudonym.New(), Purpose = "purpose.ship" };
        var json = entry.ToCanonicalJson();

        Assert.Null(EntryReader.Guess(json, entry, EntryId.New(Noon).ToBytes(), entry.Subject.Value.ToBytes()));
        Assert.Null(EntryReader.Guess(json, entry, entry.Id.ToBytes(), Pseudonym.New().ToBytes()));
        Assert.Null(EntryReader.Guess(json, entry, entry.Id.ToBytes(), []));
        Assert.Null(EntryReader.Guess([.. json, (byte)' '], entry, entry.Id.ToBytes(), entry.Subject.Value.ToBytes()));
        Assert.Null(EntryReader.Guess(Encoding.UTF8.GetBytes("{}"), entry, entry.Id.ToBytes(), entry.Subject.Value.ToBytes()));
    }
}
