namespace Azukari.Console.Board;

/// <summary>What the obligations board says of work that is open now, beside what comes round by the calendar. A module registers each of its own as a singleton of this type.</summary>
/// <param name="Ask">What there is, in the language of the request; null where nothing is open. Nothing of a person is read for it.</param>
public sealed record BoardItem(Func<IServiceProvider, CancellationToken, Task<BoardLine?>> Ask);

/// <summary>Work that is open.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Text">How much, and since when.</param>
/// <param name="Path">The page that works it off, without language.</param>
/// <param name="IsLate">Whether it has waited too long.</param>
public sealed record BoardLine(string Title, string Text, string Path, bool IsLate);
