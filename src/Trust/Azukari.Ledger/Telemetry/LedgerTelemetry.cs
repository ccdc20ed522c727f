using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Azukari.Ledger;

/// <summary>
/// Traces and metrics of the trust core, taken where everything passes: at the ledger, once an entry is durable. Tags are kinds, purposes,
/// clauses, kinds of recipient, reasons and counts. Never a person, a pseudonym, an accessor, a case or a value; and a code the policy does
/// not know, which a caller may have made up, is told as <c>other</c>. When nobody listens, none of this is computed.
/// </summary>
public static class LedgerTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "Azukari.Trust";

    /// <summary>What a code is told as that is not the policy's.</summary>
    public const string Other = "other";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Entries = Meter.CreateCounter<long>("azukari.entries", "{entry}", "Acts recorded, by kind, decision, purpose, recipient kind and reason");
    private static readonly Counter<long> Cited = Meter.CreateCounter<long>("azukari.clauses", "{citation}", "Clauses that decided an act, by clause, kind and decision: one for each clause an entry cites");
    private static readonly Histogram<int> CommitEntries = Meter.CreateHistogram<int>("azukari.commit.entries", "{entry}", "Ledger entries a commit");
    private static readonly Histogram<double> CommitTime = Meter.CreateHistogram<double>("azukari.commit.duration", "s", "Time of a durable ledger commit");
    private static readonly Counter<long> CommitFailures = Meter.CreateCounter<long>("azukari.commit.failures", "{commit}", "Ledger commits that were given up");

    internal static bool ActsAreWatched => Source.HasListeners() || Entries.Enabled || Cited.Enabled;

    internal static long CommitBegins() => CommitTime.Enabled ? Stopwatch.GetTimestamp() : 0;

    internal static void Committed(long begun, int entries)
    {
        CommitEntries.Record(entries);
        if (begun != 0)
            CommitTime.Record(Stopwatch.GetElapsedTime(begun).TotalSeconds);
    }

    internal static void CommitFailed() => CommitFailures.Add(1);

    /// <summary>Watches entries becoming durable: a trace of the wait, under whatever the caller is doing, and counts once it is over.</summary>
    internal static async Task<int> WatchAsync(PreparedEntry[] prepared, Func<string, bool>? isPolicyCode, Func<Task<int>> record)
    {
        var entries = Array.ConvertAll(prepared, entry => LedgerEntry.FromCanonicalJson(entry.Json.ToArray()));
        using var activity = Source.StartActivity("azukari.record");
        activity?.SetTag("azukari.count", entries.Length);
        if (activity is not null)
            Describe(activity, entries, isPolicyCode);
        try
        {
            var written = await record().ConfigureAwait(false);
            if (written > 0) // a drain of what was recorded before counts nothing
                foreach (var entry in entries)
                    Count(entry, isPolicyCode);
            return written;
        }
        catch (Exception error)
        {
            activity?.SetStatus(ActivityStatusCode.Error, error.GetType().Name);
            throw;
        }
    }

    // A clause is counted by itself: together with purposes, recipients and reasons the series would multiply, and a sum over citations would count acts twice.
    private static void Count(LedgerEntry entry, Func<string, bool>? isPolicyCode)
    {
        Entries.Add(1, Tags(entry, isPolicyCode));
        if (!Cited.Enabled)
            return;
        foreach (var clause in entry.Clauses)
            Cited.Add(1, new TagList { { "azukari.clause", Known(clause, isPolicyCode) }, { "azukari.kind", entry.Kind.WireName() }, { "azukari.decision", DecisionOf(entry) } });
    }

    // A batch may hold acts of several purposes: its span names all of them, each once.
    private static void Describe(Activity activity, LedgerEntry[] entries, Func<string, bool>? isPolicyCode)
    {
        var tags = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        void Add(string tag, string value)
        {
            if (!tags.TryGetValue(tag, out var values))
                tags[tag] = values = new SortedSet<string>(StringComparer.Ordinal);
            values.Add(value);
        }

        foreach (var entry in entries)
        {
            foreach (var tag in Tags(entry, isPolicyCode))
                Add(tag.Key, (string)tag.Value!);
            foreach (var clause in entry.Clauses)
                Add("azukari.clauses", Known(clause, isPolicyCode));
        }

        foreach (var (tag, values) in tags)
            activity.SetTag(tag, string.Join(' ', values));
        activity.SetTag("azukari.refused", entries.Count(entry => entry.Kind == EntryKind.Refused));
    }

    private static TagList Tags(LedgerEntry entry, Func<string, bool>? isPolicyCode)
    {
        var refused = entry.Kind == EntryKind.Refused;
        var tags = new TagList { { "azukari.kind", entry.Kind.WireName() }, { "azukari.decision", DecisionOf(entry) } };
        if (entry.Purpose is { } purpose)
            tags.Add("azukari.purpose", Known(purpose, isPolicyCode));
        if (entry.As is { } recipient)
            tags.Add("azukari.recipient", Known(recipient, isPolicyCode));
        if (refused && entry.Reason is { } reason)
            tags.Add("azukari.reason", Known(reason, isPolicyCode));
        return tags;
    }

    private static string DecisionOf(LedgerEntry entry) => entry.Kind == EntryKind.Refused ? "refused" : "permitted";

    private static string Known(string code, Func<string, bool>? isPolicyCode) => isPolicyCode?.Invoke(code) == true ? code : Other;
}
