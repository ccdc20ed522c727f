namespace Azukari.Places;

/// <summary>A file of postal codes or banks that cannot be used: which, at which line, and what would be right.</summary>
public sealed class PlaceFileException : Exception
{
    internal PlaceFileException(string file, int line, string japanese, string english)
        : base($"{file}:{line}: {english}")
    {
        (File, Line, Japanese, English) = (file, line, japanese, english);
    }

    public string File { get; }

    /// <summary>From 1; 0 where the whole file is meant.</summary>
    public int Line { get; }

    public string Japanese { get; }

    public string English { get; }
}
