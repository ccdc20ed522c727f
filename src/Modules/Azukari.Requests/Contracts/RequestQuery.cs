using Azukari.Requests.Storage;

namespace Azukari.Requests.Contracts;

/// <summary>By what requests are sorted.</summary>
public enum RequestSort
{
    /// <summary>Those that wait by the day they are due, those that are done by when they were answered.</summary>
    Usual,

    /// <summary>When they came.</summary>
    Received,
}

/// <summary>Which requests, and in which order.</summary>
/// <param name="Open">Those that wait, or those that are done.</param>
public sealed record RequestQuery(bool Open)
{
    /// <summary>Only of this kind.</summary>
    public RequestKind? Kind { get; init; }

    public RequestSort Sort { get; init; }

    /// <summary>The usual order turned round: of those that wait the most urgent stands first, of those that are done the newest, by arrival the newest.</summary>
    public bool Turned { get; init; }

    internal IQueryable<RequestRow> Of(IQueryable<RequestRow> requests)
    {
        var waits = RequestState.Open.Word();
        var rows = Open ? requests.Where(row => row.State == waits) : requests.Where(row => row.State != waits);
        if (Kind?.Word() is { } kind) rows = rows.Where(row => row.Kind == kind);
        return (Sort, Open, Turned) switch
        {
            (RequestSort.Received, _, false) => rows.OrderByDescending(row => row.ReceivedAt).ThenBy(row => row.Code),
            (RequestSort.Received, _, true) => rows.OrderBy(row => row.ReceivedAt).ThenBy(row => row.Code),
            (_, true, false) => rows.OrderBy(row => row.DueOn).ThenBy(row => row.Code),
            (_, true, true) => rows.OrderByDescending(row => row.DueOn).ThenBy(row => row.Code),
            (_, false, false) => rows.OrderByDescending(row => row.AnsweredAt).ThenBy(row => row.Code),
            (_, false, true) => rows.OrderBy(row => row.AnsweredAt).ThenBy(row => row.Code),
        };
    }
}
