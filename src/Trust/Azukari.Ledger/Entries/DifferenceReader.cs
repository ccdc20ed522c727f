using System.Text.Json;

namespace Azukari.Ledger;

/// <summary>Reads the difference of a publication back. Whoever reads an entry checks that the whole is canonical.</summary>
internal static class DifferenceReader
{
    /// <param name="reader">Stands on the beginning of the object, and on its end when this returns.</param>
    public static VersionDifference Read(ref Utf8JsonReader reader)
    {
        string? since = null;
        List<VersionAccess> gained = [], lost = [], terms = [];
        List<VersionClause> clauses = [];
        while (Next(ref reader) is { } name)
        {
            switch (name)
            {
                case "clauses": while (reader.Read() && reader.TokenType == JsonTokenType.StartObject) clauses.Add(Clause(ref reader)); break;
                case "gained": Accesses(ref reader, gained); break;
                case "lost": Accesses(ref reader, lost); break;
                case "since": since = reader.GetString(); break;
                case "terms": Accesses(ref reader, terms); break;
                default: throw Unknown();
            }
        }

        return new VersionDifference { Since = since ?? throw new FormatException("This difference does not say since which version."), Gained = gained, Lost = lost, OtherTerms = terms, Clauses = clauses };
    }

    private static void Accesses(ref Utf8JsonReader reader, List<VersionAccess> into)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject) into.Add(Access(ref reader));
    }

    private static VersionAccess Access(ref Utf8JsonReader reader)
    {
        string? purpose = null, recipient = null, exit = null;
        List<string> items = [], subjects = [];
        while (Next(ref reader) is { } name)
        {
            switch (name)
            {
                case "exit": exit = reader.GetString(); break;
                case "items": EntryReader.Strings(ref reader, items); break;
                case "purpose": purpose = reader.GetString(); break;
                case "recipient": recipient = reader.GetString(); break;
                case "subjects": EntryReader.Strings(ref reader, subjects); break;
                default: throw Unknown();
            }
        }

        return new VersionAccess(purpose ?? throw Lacking(), recipient ?? throw Lacking(), exit, items, subjects);
    }

    private static VersionClause Clause(ref Utf8JsonReader reader)
    {
        string? clause = null, before = null, after = null;
        List<string> changed = [];
        while (Next(ref reader) is { } name)
        {
            switch (name)
            {
                case "changed": EntryReader.Strings(ref reader, changed); break;
                case "clause": clause = reader.GetString(); break;
                case "textAfter": after = reader.GetString(); break;
                case "textBefore": before = reader.GetString(); break;
                default: throw Unknown();
            }
        }

        return new VersionClause(clause ?? throw Lacking(), changed, before, after);
    }

    private static string? Next(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName) return null;
        var name = reader.GetString();
        reader.Read();
        return name;
    }

    private static FormatException Unknown() => new("This difference has a member this program does not know.");

    private static FormatException Lacking() => new("This difference lacks a member.");
}
