using Azukari.Import.Maps;
using Azukari.Import.Reading;
using Azukari.Import.Rejects;
using Azukari.Import.Rows;
using Azukari.Policy.Deciding;
using Azukari.Vault;

namespace Azukari.Import;

/// <summary>One import under way.</summary>
internal sealed class ImportRun(ImportOptions options, TrustCore core, BoundMap bound, RejectsFile? rejects)
{
    private readonly RowReader _reader = new(bound, options.Culture, options.Clock, options.Asking);
    private readonly SeenIdentifiers _seen = new();
    private readonly List<RejectedRow> _first = [];
    private readonly Dictionary<string, long> _byRule = new(StringComparer.Ordinal);

    public ImportCounts Counts { get; private set; }

    /// <summary>Reads the next batch while the vault takes in the last one.</summary>
    public async Task TakeInAsync(CsvRows rows, Action tell, CancellationToken ct)
    {
        Task<Batch>? writing = null;
        try
        {
            var more = true;
            while (more)
            {
                ct.ThrowIfCancellationRequested();
                var batch = new Batch();
                more = await FillAsync(rows, batch, ct);
                if (writing is not null)
                {
                    var done = await writing;
                    writing = null;
                    await FinishAsync(done, tell);
                }

                // Not cancelled in the middle: the batch before is written down to its rejects whatever happens to the next.
                writing = Task.Run(() => TakeInAsync(batch), CancellationToken.None);
            }
        }
        finally
        {
            if (writing is not null) await FinishAsync(await writing, tell);
        }
    }

    public ImportReport Report(string encoding, TimeSpan elapsed) => new()
    {
        Counts = Counts,
        RejectsFile = rejects is { Count: > 0 } ? rejects.Path : null,
        FirstRejects = _first,
        RejectsByRule = [.. _byRule.OrderByDescending(rule => rule.Value).ThenBy(rule => rule.Key, StringComparer.Ordinal).Select(rule => (rule.Key, rule.Value))],
        Encoding = encoding,
        DryRun = options.DryRun,
        Elapsed = elapsed,
    };

    private async Task<bool> FillAsync(CsvRows rows, Batch batch, CancellationToken ct)
    {
        while (batch.People.Count + batch.Rejects.Count < options.Batch)
        {
            if (await rows.ReadAsync(ct) is not { } row) return false;
            if (row.Fault is null && row.IsBlank) continue;
            var (person, reject) = _reader.Read(row);
            if (person is not null && _seen.FirstLine(person.Values[bound.Map.IdentifyBy], row.Line) is { } first)
                reject = Reject(row, RowProblem.Of(RowRule.IdentifierRepeated, IdentifierHeading, options.Culture, first));
            if (reject is not null) batch.Rejects.Add(reject);
            else batch.People.Add(person!);
        }

        return true;
    }

    private async Task<Batch> TakeInAsync(Batch batch)
    {
        var acquisitions = batch.People.Select(Acquisition).ToList();
        if (options.DryRun)
        {
            for (var i = 0; i < acquisitions.Count; i++)
            {
                // As if everybody were new: whether somebody is there already is not looked up, because a look-up is an access.
                var decision = core.Policies.DecideAcquisition(new AcquisitionRequest(
                    acquisitions[i].SubjectKind, [.. acquisitions[i].Values.Keys.Select(item => new AcquiredFact(item, false))], bound.Map.Channel, bound.Map.PolicyVersion, false));
                if (decision.Refusal is { } refusal) batch.Rejects.Add(Reject(batch.People[i].Row, RowProblem.Of(refusal, options.Culture)));
                else batch.Created++;
            }

            return batch;
        }

        var results = await core.Vault.ReconcileAsync([.. acquisitions.Select(acquisition => new Reconciliation(bound.Map.IdentifyBy, acquisition))], options.By);
        for (var i = 0; i < results.Count; i++)
        {
            switch (results[i])
            {
                case ReconciledCreated: batch.Created++; break;
                case ReconciledUnchanged: batch.Unchanged++; break;
                case ReconciledCorrected: batch.Corrected++; break;
                case ReconciledRefused refused: batch.Rejects.Add(Reject(batch.People[i].Row, RowProblem.Of(refused.Refusal, options.Culture))); break;
                case ReconciledAmbiguous ambiguous:
                    batch.Rejects.Add(Reject(batch.People[i].Row, RowProblem.Of(RowRule.PersonAmbiguous, IdentifierHeading, options.Culture, ambiguous.Candidates)));
                    break;
                default: throw new InvalidOperationException("A row is created, unchanged, corrected, refused or ambiguous.");
            }
        }

        return batch;
    }

    private async Task FinishAsync(Batch batch, Action tell)
    {
        foreach (var reject in batch.Rejects.OrderBy(reject => reject.Row.Line))
        {
            if (_first.Count < options.ShownRejects) _first.Add(new RejectedRow(reject.Row.Line, reject.Problems));
            foreach (var rule in reject.Problems.Select(problem => problem.Rule).Distinct(StringComparer.Ordinal)) _byRule[rule] = _byRule.GetValueOrDefault(rule) + 1;
            if (rejects is not null) await rejects.WriteAsync(reject, bound.Copied);
        }

        if (rejects is not null) await rejects.FlushAsync(CancellationToken.None);
        Counts = new ImportCounts(Counts.Created + batch.Created, Counts.Unchanged + batch.Unchanged, Counts.Corrected + batch.Corrected, Counts.Rejected + batch.Rejects.Count);
        tell();
    }

    private Acquisition Acquisition(PersonRow person) => new()
    {
        SubjectKind = person.Kind,
        Values = person.Values,
        Channel = bound.Map.Channel,
        PolicyVersion = bound.Map.PolicyVersion,
        AcquiredAt = person.AcquiredAt,
    };

    private string IdentifierHeading =>
        string.Join(" + ", bound.Map.Items.First(item => item.Item == bound.Map.IdentifyBy).Parts.SelectMany(part => part.Columns).Select(column => column.Heading));

    private static Reject Reject(CsvRow row, RowProblem problem) => new(row, [problem], []);

    private sealed class Batch
    {
        public List<PersonRow> People { get; } = [];

        public List<Reject> Rejects { get; } = [];

        public long Created { get; set; }

        public long Unchanged { get; set; }

        public long Corrected { get; set; }
    }
}
