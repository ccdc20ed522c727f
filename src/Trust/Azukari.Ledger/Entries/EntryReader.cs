using System.Text.Json;

namespace Azukari.Ledger;

/// <summary>Reads entries back, and accepts nothing but the canonical form.</summary>
internal static class EntryReader
{
    public static LedgerEntry Read(ReadOnlySpan<byte> json)
    {
        LedgerEntry entry;
        bool canonical;
        try
        {
            entry = Parse(json);
            canonical = entry.ToCanonicalJson().AsSpan().SequenceEqual(json); // a damaged time may be one that cannot be written either
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new FormatException("This is not a ledger entry.", error);
        }
        return canonical ? entry : throw new FormatException("This ledger entry is not in canonical form.");
    }

    /// <summary>
    /// The entry, if it is <paramref name="before"/> done again: it is guessed from the columns beside it and written anew, and is what it says only
    /// where every byte is the same. Null where it is another: then it must be read.
    /// </summary>
    public static LedgerEntry? Guess(ReadOnlySpan<byte> json, LedgerEntry? before, ReadOnlySpan<byte> id, ReadOnlySpan<byte> subject)
    {
        if (before is null || id.Length != EntryId.Size || (subject.Length == Pseudonym.Size) != before.Subject.HasValue || TimeOf(json) is not { } time) return null;
        var @case = before.Case;
        if (@case is not null)
        {
            var from = json.IndexOf("\"case\":\""u8) + 8;
            var length = from < 8 ? -1 : json[from..].IndexOf((byte)'"');
            if (length < 0) return null;
            if (!System.Text.Ascii.Equals(json.Slice(from, length), @case)) @case = System.Text.Encoding.UTF8.GetString(json.Slice(from, length));
        }

        try
        {
            var entry = before.Again(EntryId.FromBytes(id), time, before.Subject.HasValue ? Pseudonym.FromBytes(subject) : null, @case);
            var again = new CanonicalJson(stackalloc byte[EntryJson.Usual]);
            EntryJson.Write(ref again, entry.Id, time, entry.Subject, entry.Members);
            return again.Written.SequenceEqual(json) ? entry : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // The time stands at the end, before the version.
    private static long? TimeOf(ReadOnlySpan<byte> json)
    {
        var at = json.LastIndexOf("\"time\":"u8);
        return at >= 0 && System.Buffers.Text.Utf8Parser.TryParse(json[(at + 7)..], out long time, out _) ? time : null;
    }

    private static LedgerEntry Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        string? accessor = null, acting = null, reference = null, ground = null, policy = null, purpose = null, reason = null, recipient = null;
        List<string> clauses = [], items = [];
        EntryId? id = null;
        EntryKind? kind = null;
        Pseudonym? subject = null;
        long? time = null, count = null;
        VersionDifference? difference = null;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "accessor": accessor = reader.GetString(); break;
                case "as": acting = reader.GetString(); break;
                case "case": reference = reader.GetString(); break;
                case "clauses": Strings(ref reader, clauses); break;
                case "count": count = reader.GetInt64(); break;
                case "difference": difference = DifferenceReader.Read(ref reader); break;
                case "ground": ground = reader.GetString(); break;
                case "id": id = EntryId.TryParse(reader.GetString(), out var i) ? i : null; break;
                case "items": Strings(ref reader, items); break;
                case "kind": kind = EntryKinds.TryParse(reader.GetString() ?? "", out var k) ? k : null; break;
                case "policy": policy = reader.GetString(); break;
                case "purpose": purpose = reader.GetString(); break;
                case "reason": reason = reader.GetString(); break;
                case "recipient": recipient = reader.GetString(); break;
                case "subject": subject = Pseudonym.TryParse(reader.GetString(), out var s) ? s : null; break;
                case "time": time = reader.GetInt64(); break;
                case "v": break; // another version would not come out canonical, and so is refused
                default: throw new FormatException("This ledger entry has a member this program does not know.");
            }
        }
        if (id is not { } theId || kind is not { } theKind || time is not { } theTime)
            throw new FormatException("This ledger entry lacks its id, kind or time.");
        return new LedgerEntry(theId, LedgerEntry.FromMicros(theTime), theKind)
        {
            Subject = subject,
            Accessor = accessor,
            As = acting,
            Recipient = recipient,
            Purpose = purpose,
            Ground = ground,
            Items = items,
            Clauses = clauses,
            PolicyVersion = policy,
            Case = reference,
            Reason = reason,
            Count = count,
            Difference = difference,
        };
    }

    internal static void Strings(ref Utf8JsonReader reader, List<string> into)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
            into.Add(reader.GetString()!);
    }
}
