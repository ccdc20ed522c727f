namespace Azukari.Console.Shell;

/// <summary>The page of a case, so that who has acted for it comes back to it; registered as a singleton by the module whose cases they are.</summary>
/// <param name="PathOf">The page of a case's code, without language; null for a code of another kind.</param>
public sealed record CaseDoor(Func<string, string?> PathOf);

internal static class CaseDoors
{
    /// <summary>The page of a case in the language of the request; null where no module has one.</summary>
    public static string? Here(this IEnumerable<CaseDoor> doors, string? @case) =>
        @case is null ? null : doors.Select(door => door.PathOf(@case)).OfType<string>().Select(ConsolePath.Here).FirstOrDefault();
}
