namespace Azukari.Ledger;

/// <summary>
/// The check itself, fed in order: writers, then sealed entries with each checkpoint once its entries have passed, then unsealed entries.
/// Memory: the tree's right edge, a few findings, one head a writer.
/// </summary>
internal sealed class Verification(LedgerVerifierKey key)
{
    private const int Kept = 20;
    private readonly Dictionary<long, Chain> _chains = [];
    private readonly List<LedgerFinding> _findings = [];
    private long _sealed;
    private long _unsealed;
    private long _checkpoints;
    private bool _rootDiffers;
    private bool _gap; // a row is missing: the tree can no longer be computed, only the chains followed

    public CompactRange Tree { get; } = new();

    public long Vouched { get; private set; }

    public bool TreeKnown => !_gap;

    public void Writer(StoredWriter writer) => _chains[writer.Number] = new Chain(writer);

    public void Sealed(StoredEntry row, Action<int, long, byte[]>? made = null, Action<long, LedgerEntry>? read = null)
    {
        _sealed++;
        var position = row.Position!.Value;
        if (!_gap && position != Tree.Size)
        {
            Report(new LedgerFinding(Tree.Size, null, null, null, position > Tree.Size ? new Wrong("missing: it was removed, or its place was changed.", "ありません。削除されたか、位置が変えられています。") : new Wrong("its place was changed.", "位置が変えられています。"))
            {
                Until = position > Tree.Size ? position - 1 : null,
            });
            _gap = true;
        }
        var leaf = Content(row, read);
        if (!_gap)
            Tree.Append(leaf, made);
    }

    public void Unsealed(StoredEntry row)
    {
        _unsealed++;
        Content(row);
    }

    /// <summary>A checkpoint whose entries have all passed, or that vouches for more than there are.</summary>
    public void CheckpointNote(string note, string where, long? expectedSize = null)
    {
        _checkpoints++;
        if (!Checkpoint.TryParse(note, out var checkpoint))
            Report(Doubt(new Wrong($"{where} holds something that is no checkpoint.", $"{InJapanese(where)} に、チェックポイントでないものがあります。")));
        else if (expectedSize is { } expected && expected != checkpoint.Size)
            Report(Doubt(new Wrong($"{where} holds a checkpoint filed under a size that is not its own.", $"{InJapanese(where)} に、別の大きさとして登録されたチェックポイントがあります。")));
        else if (!checkpoint.IsSignedBy(key))
            Report(Doubt(new Wrong($"{where} holds a checkpoint that is not signed by {key.Name}.", $"{InJapanese(where)} に、{key.Name} の署名でないチェックポイントがあります。")));
        else if (_gap)
            return;
        else if (checkpoint.Size > Tree.Size)
            Report(new LedgerFinding(Tree.Size, null, null, null, new Wrong($"missing: {where} vouches for {checkpoint.Size} entries.", $"ありません。{InJapanese(where)} は {checkpoint.Size} 件を保証しています。")) { Until = checkpoint.Size - 1 });
        else if (checkpoint.Size < Tree.Size)
            Report(Doubt(new Wrong($"{where} holds its checkpoints out of order.", $"{InJapanese(where)} のチェックポイントの順序が違います。")));
        else if (checkpoint.RootBytes.SequenceEqual(Tree.Root()))
            Vouched = Math.Max(Vouched, checkpoint.Size);
        else if (!_rootDiffers)
        {
            _rootDiffers = true; // and so does every later one
            Report(new LedgerFinding(Vouched, null, null, null, new Wrong($"one of them is not what {where} vouches for: changed or moved.", $"このどれかが、{InJapanese(where)} の保証するものと違います。変えられたか、動かされています。")) { Until = checkpoint.Size - 1, Vague = true });
        }
    }

    /// <summary>After the last sealed entry: every writer's sealed part must be whole.</summary>
    public void EndOfSealed()
    {
        foreach (var chain in _chains.Values)
            if (chain.Row.SealedSeq != chain.Seq || !chain.Row.SealedHead.AsSpan().SequenceEqual(chain.Head))
                Report(new LedgerFinding(Tree.Size, chain.Row.Id, chain.Seq + 1, null,
                    chain.Row.SealedSeq > chain.Seq ? new Wrong("missing at the end: its writer had sealed more.", "末尾がありません。書き手はもっと多くを封じていました。") : new Wrong("its writer's record of what is sealed was changed.", "書き手の、封じた記録についての控えが変えられています。")));
        if (_findings.Count == 0 && Vouched < Tree.Size)
            Report(Doubt(new Wrong("sealed, but no signed checkpoint vouches for it.", "封じられていますが、署名のあるチェックポイントの保証がありません。")));
    }

    public LedgerReport Finish()
    {
        foreach (var chain in _chains.Values)
            if (chain.Row.Seq != chain.Seq || !chain.Row.Head.AsSpan().SequenceEqual(chain.Head))
                Report(new LedgerFinding(null, chain.Row.Id, chain.Seq + 1, null,
                    chain.Row.Seq > chain.Seq ? new Wrong("missing at the end: its writer had written more.", "末尾がありません。書き手はもっと多くを書いていました。") : new Wrong("its writer's head was changed.", "書き手の先頭の値が変えられています。")));
        var first = First();
        return new LedgerReport
        {
            First = first,
            Findings = first is null ? [] : [first, .. _findings.Where(finding => finding != first).OrderBy(Order).Take(Kept - 1)],
            Sealed = _sealed,
            Unsealed = _unsealed,
            Checkpoints = _checkpoints,
            Writers = _chains.Count,
            Vouched = Vouched,
        };
    }

    public void Report(LedgerFinding finding)
    {
        if (_findings.Count < Kept * 4 || _findings.Exists(kept => Order(finding) < Order(kept)))
            _findings.Add(finding);
    }

    // An exact finding beats one that only says "one of these".
    private LedgerFinding? First()
    {
        var first = _findings.MinBy(Order);
        if (first is not { Vague: true, Until: { } until })
            return first;
        return _findings.Where(finding => !finding.Vague && finding.Position is { } position && position <= until).MinBy(Order) ?? first;
    }

    // A file by its name; what is no file is the store.
    private static string InJapanese(string where) => where == LedgerVerifier.InTheStore ? "台帳のデータベース" : where;

    private static long Order(LedgerFinding finding) => finding.Position ?? long.MaxValue;

    /// <summary>A finding that casts doubt on all entries no fitting checkpoint has vouched for so far.</summary>
    public LedgerFinding Doubt(Wrong wrong) => new(Vouched, null, null, null, wrong) { Until = Math.Max(Vouched, Tree.Size - 1), Vague = true };

    private byte[] Content(StoredEntry row, Action<long, LedgerEntry>? read = null)
    {
        EntryId? id = null;
        var leaf = LedgerHash.Leaf(row.Salt, row.Json);
        if (!_chains.TryGetValue(row.Writer, out var chain))
        {
            Report(new LedgerFinding(row.Position, null, row.Seq, null, new Wrong("its writer is unknown: removed, or the entry changed.", "書き手が分かりません。書き手が削除されたか、記録が変えられています。")));
            return leaf;
        }
        void Bad(Wrong wrong) => Report(new LedgerFinding(row.Position, chain.Row.Id, row.Seq, id, wrong));
        try
        {
            var entry = LedgerEntry.FromCanonicalJson(row.Json);
            id = entry.Id;
            if (Differs(row, entry) is { } column)
                Bad(new Wrong($"its column {column} is not what was written.", $"列 {column} が、書かれたものと違います。"));
            if (row.Position is { } position)
                read?.Invoke(position, entry);
        }
        catch (FormatException)
        {
            Bad(new Wrong("it cannot be read: changed.", "読めません。変えられています。"));
        }
        if (row.Position is null && row.Seq > chain.Seq + 1)
            Report(new LedgerFinding(null, chain.Row.Id, chain.Seq + 1, null, new Wrong("missing, or moved.", "ないか、動かされています。")));
        else if (row.Seq != chain.Seq + 1)
            Bad(row.Seq > chain.Seq + 1 ? new Wrong("one or more before it in its writer's chain are missing, or it was moved.", "書き手の鎖でこれより前の記録がないか、これが動かされています。") : new Wrong("it was moved or written twice.", "動かされたか、二度書かれています。"));
        else if (!LedgerHash.Link(chain.Head, row.Seq, leaf).AsSpan().SequenceEqual(row.Link))
            Bad(new Wrong("it does not fit its writer's chain: changed.", "書き手の鎖に合いません。変えられています。"));
        chain.Seq = row.Seq;
        chain.Head = row.Link;
        return leaf;
    }

    private static string? Differs(StoredEntry row, LedgerEntry entry)
    {
        if (row.Id is { } id && !id.AsSpan().SequenceEqual(entry.Id.ToBytes()))
            return "id";
        if (row.Id is not null && !(row.Subject ?? []).AsSpan().SequenceEqual(entry.Subject?.ToBytes() ?? []))
            return "subject";
        if (row.Columns is not { } columns)
            return null;
        if (columns.Time != entry.Microseconds)
            return "time";
        if (columns.Kind != entry.Kind.WireName())
            return "kind";
        if (columns.Accessor != entry.Accessor)
            return "accessor";
        return columns.Purpose != entry.Purpose ? "purpose" : null;
    }

    private sealed class Chain(StoredWriter row)
    {
        public StoredWriter Row { get; } = row;

        public long Seq { get; set; }

        public byte[] Head { get; set; } = LedgerHash.FirstLink(row.Id);
    }
}
