using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Azukari.Ui.Components;

/// <summary>
/// Text broken over lines where people would break it: never amid 1-2-3, 090-0000-0000, audit-2026-03, 2026-12 or e-mail. Browsers break after every
/// hyphen, and no style forbids it for some. What is copied is the text, with nothing added.
/// </summary>
public sealed partial class ValueText : ComponentBase
{
    /// <summary>Plain text.</summary>
    [Parameter, EditorRequired] public string Value { get; set; } = "";

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var at = 0;
        foreach (var whole in Whole().EnumerateMatches(Value))
        {
            if (whole.Index > at) builder.AddContent(0, Value[at..whole.Index]);
            at = whole.Index + whole.Length;
            builder.OpenElement(1, "span");
            builder.AddAttribute(2, "class", "az-whole");
            builder.AddContent(3, Value[whole.Index..at]);
            builder.CloseElement();
        }

        if (at < Value.Length) builder.AddContent(4, Value[at..]);
    }

    // Short runs only: a longer one, as of a mail address, has to break somewhere.
    [GeneratedRegex("(?<![0-9A-Za-z@.-])(?:[0-9A-Za-z]{1,12}(?:-[0-9A-Za-z]{1,12}){2,4}|[Ee]-mail|[a-z]{1,12}-[a-z]{1,12}|20[0-9]{2}-[0-9]{2}|[A-Z]-[0-9A-Z]{8})(?![0-9A-Za-z@-]|\\.[0-9A-Za-z])")]
    private static partial Regex Whole();
}
