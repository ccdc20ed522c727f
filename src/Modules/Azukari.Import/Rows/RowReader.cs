using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azukari.Import.Maps;
using Azukari.Import.Reading;
using Azukari.Import.Rejects;
using Azukari.Policy;
using Azukari.Values;

namespace Azukari.Import.Rows;

/// <summary>A row that can be taken in.</summary>
internal sealed record PersonRow(CsvRow Row, SubjectKind Kind, IReadOnlyDictionary<ItemId, StoredValue> Values, DateTimeOffset? AcquiredAt)
{
    public override string ToString() => Row.ToString();
}

/// <summary>Turns rows into people to take in, or says everything that is wrong with them.</summary>
internal sealed class RowReader(BoundMap bound, CultureInfo culture, TimeProvider clock, Func<Shape, Shape>? asking = null)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly DateOnly _today = JapanTime.Today(clock);
    private readonly Dictionary<ItemId, Shape> _shapes = bound.Map.Items.ToDictionary(item => item.Item, item => asking?.Invoke(item.Shape) ?? item.Shape);

    /// <summary>The person, or the reject: exactly one of them.</summary>
    public (PersonRow? Person, Reject? Reject) Read(CsvRow row)
    {
        if (row.Fault is { } fault) return Refuse(row, RowProblem.Of(fault, "", culture));
        if (Array.Exists(row.Fields, field => field.Contains('\uFFFD', StringComparison.Ordinal)))
        {
            var broken = Enumerable.Range(0, Math.Min(row.Fields.Length, bound.Headings.Length)).Where(i => row.Fields[i].Contains('\uFFFD', StringComparison.Ordinal)).Select(i => bound.Headings[i]);
            return Refuse(row, RowProblem.Of(RowRule.BrokenText, string.Join(" + ", broken), culture));
        }

        if (row.Fields.Length < bound.Headings.Length) return Refuse(row, RowProblem.Of(RowRule.TooFewFields, "", culture));
        if (row.Fields.Skip(bound.Headings.Length).Any(field => !string.IsNullOrWhiteSpace(field))) return Refuse(row, RowProblem.Of(RowRule.TooManyFields, "", culture));

        var problems = new List<RowProblem>();
        var hidden = new HashSet<int>();
        var values = new Dictionary<ItemId, StoredValue>(bound.Map.Items.Length);
        foreach (var item in bound.Map.Items) Add(row, item, values, problems, hidden);
        var kind = KindOf(row, problems);
        var acquiredAt = AcquiredAt(row, problems);
        if (problems.Count > 0) return (null, new Reject(row, problems, hidden));
        return (new PersonRow(row, kind, values, acquiredAt), null);
    }

    private static (PersonRow?, Reject?) Refuse(CsvRow row, RowProblem problem) => (null, new Reject(row, [problem], []));

    private void Add(CsvRow row, MappedItem item, Dictionary<ItemId, StoredValue> values, List<RowProblem> problems, HashSet<int> hidden)
    {
        var input = Input(row, item);
        if (input.Length == 0)
        {
            if (item.Item == bound.Map.IdentifyBy) problems.Add(RowProblem.Of(RowRule.IdentifierMissing, Headings(item), culture));
            else if (item.Required) problems.Add(RowProblem.Of(RowRule.ItemMissing, Headings(item), culture));
            return;
        }

        if (item.Words is { } words)
        {
            if (!words.TryGetValue(Fold.Label(input), out var meaning))
            {
                problems.Add(RowProblem.Of(RowRule.ValueNotMapped, Headings(item), culture));
                return;
            }

            input = meaning;
        }

        if (_shapes[item.Item].TryNormalise(input, _today, out var stored, out var error))
        {
            values[item.Item] = stored;
            return;
        }

        problems.Add(RowProblem.Of(error, Headings(item), culture));
        if (error.Code == ValueErrorCode.CardNumberRefused) hidden.UnionWith(item.Parts.SelectMany(part => part.Columns).Select(column => bound[column]));
    }

    // What the shape reads: the text of the columns, or the structure of the parts; "" when every cell is blank.
    private string Input(CsvRow row, MappedItem item)
    {
        if (item.Parts is [{ Key: null } whole]) return Join(row, whole.Columns);
        var parts = new Dictionary<string, string>(item.Parts.Length);
        foreach (var part in item.Parts)
        {
            var text = Join(row, part.Columns);
            if (text.Length > 0) parts[part.Key!] = text;
        }

        return parts.Count == 0 ? "" : JsonSerializer.Serialize(parts, Plain);
    }

    private string Join(CsvRow row, ImmutableArray<MappedColumn> columns) =>
        columns.Length == 1 ? Cell(row, columns[0]) : string.Join(' ', columns.Select(column => Cell(row, column)).Where(cell => cell.Length > 0));

    private string Cell(CsvRow row, MappedColumn column)
    {
        var cell = row.Fields[bound[column]];
        return string.IsNullOrWhiteSpace(cell) || (bound.Map.Blank.Count > 0 && bound.Map.Blank.Contains(Fold.Label(cell))) ? "" : cell;
    }

    private SubjectKind KindOf(CsvRow row, List<RowProblem> problems)
    {
        if (bound.Map.Kind is { } kind) return kind;
        var mapped = bound.Map.KindColumn!;
        if (mapped.Words.TryGetValue(Fold.Label(row.Fields[bound[mapped.Column]]), out kind)) return kind;
        problems.Add(RowProblem.Of(RowRule.KindNotMapped, mapped.Column.Heading, culture));
        return default;
    }

    // A day in a file means its beginning in Japan.
    private DateTimeOffset? AcquiredAt(CsvRow row, List<RowProblem> problems)
    {
        if (bound.Map.AcquiredAt is not { } column || Cell(row, column) is not { Length: > 0 } cell) return null;
        if (!CalendarDate.TryParse(cell, out var date, out var error)) problems.Add(RowProblem.Of(error, column.Heading, culture));
        else if (date.Day > _today) problems.Add(RowProblem.Of(new ValueError(ValueErrorCode.DateInFuture), column.Heading, culture));
        else return new DateTimeOffset(date.Day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(9)).ToUniversalTime();
        return null;
    }

    private static string Headings(MappedItem item) => string.Join(" + ", item.Parts.SelectMany(part => part.Columns).Select(column => column.Heading));
}
