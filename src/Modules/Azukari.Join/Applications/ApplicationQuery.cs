using System.Linq.Expressions;
using Azukari.Members.Contracts;

namespace Azukari.Join.Applications;

/// <summary>By what applications are sorted.</summary>
internal enum ApplicationSort
{
    /// <summary>By when they came; those whose contract document goes by post by what is to be done about it.</summary>
    Usual,

    /// <summary>When they came.</summary>
    Submitted,

    /// <summary>As what somebody applies, in the order of the classes.</summary>
    Kind,

    /// <summary>How they stand, in the order of an application's life.</summary>
    State,
}

/// <summary>Which applications, and in which order.</summary>
internal sealed record ApplicationQuery
{
    private static readonly Expression<Func<ApplicationRow, int>> Kinds = PlaceOf(row => row.Kind, [.. Enum.GetValues<MemberClass>().Select(kind => kind.Word())]);

    private static readonly Expression<Func<ApplicationRow, int>> Lives = PlaceOf(row => row.State, [.. Enum.GetValues<ApplicationState>().Select(state => state.Word())]);

    /// <summary>Only those of these states; of any where none is named.</summary>
    public IReadOnlyList<ApplicationState> States { get; init; } = [];

    /// <summary>Only those as this.</summary>
    public MemberClass? Kind { get; init; }

    /// <summary>Only those whose contract document goes by post and did not arrive yet, as far as is noted. Usually those not posted come first, the oldest of them before the others.</summary>
    public bool ToPost { get; init; }

    /// <summary>Only those that cannot go on until staff does something: see <see cref="ApplicationBook.StoppedOnesAsync"/>.</summary>
    public bool Stopped { get; init; }

    public ApplicationSort Sort { get; init; }

    /// <summary>The order turned round. Not turned, the newest stands first; by kind or state the first of its list, and of those alike the newest.</summary>
    public bool Turned { get; init; }

    /// <summary>Those of some rows it is about, in its order: the same on every engine, and the same for every page.</summary>
    public IQueryable<ApplicationRow> Of(IQueryable<ApplicationRow> rows)
    {
        var words = States.Select(state => state.Word()).ToArray();
        if (words.Length > 0) rows = rows.Where(row => words.Contains(row.State));
        if (Kind?.Word() is { } kind) rows = rows.Where(row => row.Kind == kind);
        return (Sort, ToPost, Turned) switch
        {
            (ApplicationSort.Kind, _, false) => rows.OrderBy(Kinds).ThenByDescending(row => row.SubmittedAt).ThenBy(row => row.Code),
            (ApplicationSort.Kind, _, true) => rows.OrderByDescending(Kinds).ThenByDescending(row => row.SubmittedAt).ThenBy(row => row.Code),
            (ApplicationSort.State, _, false) => rows.OrderBy(Lives).ThenByDescending(row => row.SubmittedAt).ThenBy(row => row.Code),
            (ApplicationSort.State, _, true) => rows.OrderByDescending(Lives).ThenByDescending(row => row.SubmittedAt).ThenBy(row => row.Code),
            (ApplicationSort.Usual, true, false) => rows.OrderBy(row => row.PostedOn ?? 0).ThenBy(row => row.DecidedAt).ThenBy(row => row.Code),
            (ApplicationSort.Usual, true, true) => rows.OrderByDescending(row => row.PostedOn ?? 0).ThenByDescending(row => row.DecidedAt).ThenBy(row => row.Code),
            (_, _, true) => rows.OrderBy(row => row.SubmittedAt).ThenBy(row => row.Code),
            _ => rows.OrderByDescending(row => row.SubmittedAt).ThenBy(row => row.Code),
        };
    }

    // The place of a stored word in its list, for the database to sort by: the words' own order, that of the alphabet, says nothing.
    private static Expression<Func<ApplicationRow, int>> PlaceOf(Expression<Func<ApplicationRow, string>> word, string[] list)
    {
        Expression place = Expression.Constant(list.Length);
        for (var at = list.Length - 1; at >= 0; at--) place = Expression.Condition(Expression.Equal(word.Body, Expression.Constant(list[at])), Expression.Constant(at), place);
        return Expression.Lambda<Func<ApplicationRow, int>>(place, word.Parameters);
    }
}
