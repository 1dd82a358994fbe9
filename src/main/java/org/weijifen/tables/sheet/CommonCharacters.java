package org.weijifen.tables.sheet;

import java.util.BitSet;

/** Characters that names and tables are full of, in their simplified and traditional forms: what is read wrongly has few of them. */
final class CommonCharacters {
    private static final String WRITTEN = "李王张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
            + "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤常温康施文牛樊葛邢"
            + "安齐易乔伍庞颜倪庄聂章鲁岳申欧耿关兰焦俞左柳甘祝包宁尚舒阮柯纪梅童凌单季成苗谷盛曲蓝路游管柴华喻房解古吉简车"
            + "项连麦景党费冷席卫米宗桂全应边师和商荣明查麻伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛超霞平刚红海玲飞建国志辉力健世"
            + "广清义兴良山仁波贵福生元胜学祥才发光天达岩中茂进有坚彪博诚先敬振会思群豪心邦承乐绍功松善厚庆民友裕河哲浩亮政"
            + "奇固之翰朗宏言鸣朋斌栋维启克伦翔旭鹏泽晨士以家致树炎德行时泰雄冠腾楠风航弘淑惠珠翠雅芝玉萍凤洁琳素云莲真雪爱"
            + "妹香月瑞凡佳嘉琼勤珍贞莉璐琪晶秋珊莎锦青倩婷宜瑶怡雁仪荷丹蓉眉君琴薇梦岚馨韵园艺聪纯悦冰茹希欣育柔竹凝晓欢枫"
            + "芸菲寒亚可影妮宝春东冬子小大老燕利新俊凯坤立保长昌根水火土木花菊美如意慧婉娇婧雨佩芬惟彦廷宇轩品涵睿业铭鸿贤"
            + "丰富顺居编号姓名务数量日期积分次件份称类型服实物巡逻扫楼道社区愿活动儿消毒剪洗手液口罩巾肥皂电话机户男女合计"
            + "状态已领取是否一二三四五六七八九十上下年不在了人这来到们出也对多好那里看起还没样陳張劉黃楊趙吳孫馬羅鄭謝許韓"
            + "馮鄧蕭葉蘇呂盧鐘鍾譚陸賈鄒龍賀顧龔萬錢嚴湯溫莊關蘭紀單華藍賴簡詹連麥費衛邊師榮偉麗強軍傑濤國輝義興貴慶會樂紹"
            + "謙豐鳳潔蓮雲愛瓊寶東業銘鴻賢瑋芷瑜筱詠晴宥妤彥軒蔣區號數積時務動兒電話實類習樓掃戶領狀態";

    private static final BitSet ALL = new BitSet();

    static {
        WRITTEN.codePoints().forEach(ALL::set);
    }

    private CommonCharacters() {}

    /** How many of them a text has. */
    static int count(String text) {
        return (int) text.codePoints().filter(ALL::get).count();
    }
}
