namespace Azukari.Values;

/// <summary>The 47 prefectures by name.</summary>
internal static class Prefectures
{
    public static readonly string[] All =
    [
        "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県", "栃木県", "群馬県", "埼玉県", "千葉県",
        "東京都", "神奈川県", "新潟県", "富山県", "石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県", "愛知県", "三重県",
        "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県", "鳥取県", "島根県", "岡山県", "広島県", "山口県", "徳島県",
        "香川県", "愛媛県", "高知県", "福岡県", "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県",
    ];

    /// <summary>The full name from a full name or one without its suffix (東京, 大阪); null when it is none.</summary>
    public static string? Find(string name)
    {
        foreach (var prefecture in All)
        {
            if (prefecture == name || (name.Length == prefecture.Length - 1 && prefecture.StartsWith(name, StringComparison.Ordinal))) return prefecture;
        }

        return null;
    }

    /// <summary>The prefecture a one-line address begins with; null when it begins with none.</summary>
    public static string? At(ReadOnlySpan<char> line)
    {
        foreach (var prefecture in All)
        {
            if (line.StartsWith(prefecture.AsSpan())) return prefecture;
        }

        return null;
    }
}

/// <summary>The 47 prefectures, for lists to choose from.</summary>
public static class Prefecture
{
    /// <summary>Full names in the usual order, from north to south.</summary>
    public static IReadOnlyList<string> All => Prefectures.All;
}
