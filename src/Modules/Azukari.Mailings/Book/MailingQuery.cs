using Azukari.Mailings.Storage;

namespace Azukari.Mailings.Book;

/// <summary>Which mailings.</summary>
internal enum MailingShow
{
    /// <summary>Those somebody or something still works on.</summary>
    Open,

    /// <summary>Sent or stopped.</summary>
    Ended,

    All,
}

/// <summary>By what mailings are sorted.</summary>
internal enum MailingSort
{
    /// <summary>When they began or are to begin; of drafts, when they were last written.</summary>
    Time,

    /// <summary>How they stand, in the order in which a mailing goes through it.</summary>
    State,

    /// <summary>How many messages were ordered.</summary>
    Messages,
}

/// <summary>Which mailings, and in which order.</summary>
internal sealed record MailingQuery(MailingShow Show)
{
    public MailingKind? Kind { get; init; }

    public MailingSort Sort { get; init; }

    /// <summary>Turned round: not turned, the latest stand first, or drafts, or those with the most messages.</summary>
    public bool Turned { get; init; }

    public IQueryable<MailingRow> Of(IQueryable<MailingRow> mailings)
    {
        string[] ended = [MailingState.Done.Word(), MailingState.Stopped.Word()];
        if (Show == MailingShow.Open) mailings = mailings.Where(m => !ended.Contains(m.State));
        if (Show == MailingShow.Ended) mailings = mailings.Where(m => ended.Contains(m.State));
        if (Kind?.Word() is { } kind) mailings = mailings.Where(m => m.Kind == kind);
        return (Sort, Turned) switch
        {
            (MailingSort.State, false) => mailings.OrderBy(m => m.State == "draft" ? 0 : m.State == "proposed" ? 1 : m.State == "approved" ? 2 : m.State == "sending" ? 3 : m.State == "done" ? 4 : 5).ThenByDescending(m => m.StartedAt ?? m.SendAt ?? m.WrittenAt).ThenBy(m => m.Code),
            (MailingSort.State, true) => mailings.OrderByDescending(m => m.State == "draft" ? 0 : m.State == "proposed" ? 1 : m.State == "approved" ? 2 : m.State == "sending" ? 3 : m.State == "done" ? 4 : 5).ThenByDescending(m => m.StartedAt ?? m.SendAt ?? m.WrittenAt).ThenBy(m => m.Code),
            (MailingSort.Messages, false) => mailings.OrderByDescending(m => m.SentOrdered).ThenByDescending(m => m.StartedAt ?? m.SendAt ?? m.WrittenAt).ThenBy(m => m.Code),
            (MailingSort.Messages, true) => mailings.OrderBy(m => m.SentOrdered).ThenByDescending(m => m.StartedAt ?? m.SendAt ?? m.WrittenAt).ThenBy(m => m.Code),
            (_, true) => mailings.OrderBy(m => m.StartedAt ?? m.SendAt ?? m.WrittenAt).ThenBy(m => m.Code),
            _ => mailings.OrderByDescending(m => m.StartedAt ?? m.SendAt ?? m.WrittenAt).ThenBy(m => m.Code),
        };
    }
}
