using Azukari.Messages.Queue;

namespace Azukari.Messages.Contracts;

/// <summary>By what messages are sorted.</summary>
public enum MessageSort
{
    /// <summary>When it is their turn, or when they ended.</summary>
    Time,

    /// <summary>Their template.</summary>
    Template,

    /// <summary>How often they failed.</summary>
    Tries,
}

/// <summary>
/// Which messages of a state, and in which order. A state's messages are looked at in the order of their time, up to <see cref="MessageDesk.MostCounted"/> of them; narrowing
/// and every other order are of those, so that a look costs the same however long the queue has become.
/// </summary>
/// <param name="State">Which state.</param>
public sealed record MessageQuery(MessageState State)
{
    /// <summary>Only of this template.</summary>
    public string? Template { get; init; }

    /// <summary>Only of this case.</summary>
    public string? Case { get; init; }

    public MessageSort Sort { get; init; }

    /// <summary>The usual order turned round: of time, those that wait have their turn first and those that ended latest first; of templates A first; of failures the most first.</summary>
    public bool Turned { get; init; }

    /// <summary>Whether it asks for less than the state has.</summary>
    public bool Narrows => Template is not null || Case is not null;

    internal IQueryable<MessageRow> Of(IQueryable<MessageRow> messages)
    {
        var all = messages.Where(m => m.State == State);
        var upwards = (State is MessageState.Waiting or MessageState.Handing) != (Turned && Sort == MessageSort.Time);
        var timed = upwards ? all.OrderBy(m => m.DueAt).ThenBy(m => m.Id) : all.OrderByDescending(m => m.DueAt).ThenBy(m => m.Id);
        if (Sort == MessageSort.Time && !Narrows) return timed;
        var looked = timed.Take(MessageDesk.MostCounted);
        if (Template is { } template) looked = looked.Where(m => m.Template == template);
        if (Case is { } code) looked = looked.Where(m => m.Case == code);
        return (Sort, Turned) switch
        {
            (MessageSort.Template, false) => looked.OrderBy(m => m.Template).ThenByDescending(m => m.DueAt).ThenBy(m => m.Id),
            (MessageSort.Template, true) => looked.OrderByDescending(m => m.Template).ThenByDescending(m => m.DueAt).ThenBy(m => m.Id),
            (MessageSort.Tries, false) => looked.OrderByDescending(m => m.Attempts).ThenByDescending(m => m.DueAt).ThenBy(m => m.Id),
            (MessageSort.Tries, true) => looked.OrderBy(m => m.Attempts).ThenByDescending(m => m.DueAt).ThenBy(m => m.Id),
            _ => upwards ? looked.OrderBy(m => m.DueAt).ThenBy(m => m.Id) : looked.OrderByDescending(m => m.DueAt).ThenBy(m => m.Id),
        };
    }
}
